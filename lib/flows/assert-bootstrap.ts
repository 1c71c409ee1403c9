import 'server-only'
import { decodeBase64url } from '@/lib/approve/base64url'
import { readCoseKey } from '@/lib/approve/factors/passkey/cose-key'
import { AppError, type FieldProblem } from '@/lib/core/errors'
import type { BootstrapInput } from '@/lib/flows/bootstrap-input'
import { isWalletProven, walletProofMessage } from '@/lib/flows/wallet-proof'
import { unliftableReason } from '@/lib/policy/freeze'
import { unsatisfiableReasons } from '@/lib/policy/satisfiable'
import type { Person } from '@/lib/policy/types'

/**
 * Whether the parts of a new organisation fit together: every wallet proven by its own signature, every name known, no
 * policy that its people could never meet (SPEC §2, §4).
 * @throws AppError BAD_INPUT with a sentence per part
 */
export async function assertBootstrap(input: BootstrapInput): Promise<void> {
  const problems = [
    ...(await walletProblems(input)),
    ...passkeyProblems(input),
    ...invitedProblems(input),
    ...policyProblems(input),
    ...freezeProblems(input),
    ...repeated('members', input.members, (row) => row.id),
    ...repeated('bookEntries', input.bookEntries, (row) => row.name),
    ...repeated('bookEntries', input.bookEntries, (row) => `${row.chainId}:${row.address}`),
    ...repeated('safes', input.safes, (row) => `${row.chainId}:${row.address}`),
  ]
  if (problems[0]) throw new AppError('BAD_INPUT', problems[0].message, problems)
}

async function walletProblems({ installation, members, wallets }: BootstrapInput): Promise<FieldProblem[]> {
  const known = new Set(members.map(({ id }) => id))
  const judged = await Promise.all(
    wallets.map(async ({ memberId, address, proofMessage, proofSignature }, place) => {
      const field = `wallets.${place}`
      if (!known.has(memberId)) return [{ field, message: `There is no member ${memberId}.` }]
      const isOurs = proofMessage === walletProofMessage({ installation: installation.id, memberId, address })
      if (!isOurs)
        return [{ field, message: `The proof of ${address} does not name this installation and ${memberId}.` }]
      const isProven = await isWalletProven({ address, message: proofMessage, signature: proofSignature })
      return isProven ? [] : [{ field, message: `${memberId} did not sign the proof of ${address} with that wallet.` }]
    }),
  )
  return [...judged.flat(), ...repeated('wallets', wallets, (row) => row.address)]
}

function passkeyProblems({ members, passkeys }: BootstrapInput): FieldProblem[] {
  const known = new Set(members.map(({ id }) => id))
  return passkeys.flatMap(({ memberId, publicKey }, place) => {
    const field = `passkeys.${place}`
    if (!known.has(memberId)) return [{ field, message: `There is no member ${memberId}.` }]
    const key = decodeBase64url(publicKey)
    return key && readCoseKey(key)
      ? []
      : [{ field, message: `The passkey of ${memberId} is no key that the desk checks.` }]
  })
}

function invitedProblems({ members, wallets, invited }: BootstrapInput): FieldProblem[] {
  const problems = invited.flatMap(({ memberId, address }, place): FieldProblem[] => {
    const field = `invited.${place}`
    if (!members.some(({ id }) => id === memberId)) return [{ field, message: `There is no member ${memberId}.` }]
    return wallets.some((wallet) => wallet.address === address)
      ? [{ field, message: `${address} is proven already.` }]
      : []
  })
  return [
    ...problems,
    ...repeated('invited', invited, (row) => row.memberId),
    ...repeated('invited', invited, (row) => row.address),
  ]
}

// Without a Safe there is nothing to freeze yet, and none is served before a freeze could be lifted; but whatever comes
// next takes two admins.
function freezeProblems({ members, safes }: BootstrapInput): FieldProblem[] {
  if (safes.length === 0) {
    const admins = members.filter(({ roles }) => roles.includes('admin'))
    return admins.length >= 2
      ? []
      : [{ field: 'members', message: 'Name at least two admins: one agrees to what the other proposes.' }]
  }
  const reason = unliftableReason(members.map(({ id, roles }) => ({ memberId: id, roles, isActive: true })))
  return reason === null ? [] : [{ field: 'members', message: reason }]
}

function policyProblems(input: BootstrapInput): FieldProblem[] {
  const { members, wallets, safes, policies } = input
  const people: Person[] = members
    .filter(({ roles }) => roles.includes('signer'))
    .map(({ id, name }) => ({
      memberId: id,
      name,
      owners: wallets.filter(({ memberId }) => memberId === id).map(({ address }) => address),
    }))
  const initiatorIds = members.filter(({ roles }) => roles.includes('initiator')).map(({ id }) => id)
  const judged = policies.flatMap(({ safeId, policy }, place) => {
    const field = `policies.${place}`
    const found = safes.find(({ id }) => id === safeId)
    if (!found) return [{ field, message: `There is no Safe ${safeId}.` }]
    const stranger = policy.groups.flatMap((group) => group.members).find((id) => !members.some((one) => one.id === id))
    if (stranger !== undefined) return [{ field, message: `Policy ${policy.id} names ${stranger}, who is no member.` }]
    return unsatisfiableReasons(policy, { people, initiatorIds, safe: found }).map((message) => ({ field, message }))
  })
  return [...judged, ...repeated('policies', policies, (row) => row.safeId)]
}

function repeated<Row>(list: string, rows: readonly Row[], keyOf: (row: Row) => string): FieldProblem[] {
  const keys = rows.map(keyOf)
  return keys.flatMap((key, place) =>
    keys.indexOf(key) < place ? [{ field: `${list}.${place}`, message: `${key} is there twice.` }] : [],
  )
}
