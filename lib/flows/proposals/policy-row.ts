import 'server-only'
import type { Address } from 'viem'
import { canonicalize, type Json } from '@/lib/core/canonical'
import { refused } from '@/lib/flows/proposals/refused'
import type { RegisteredRows } from '@/lib/flows/registered-rows'
import { neverMatching } from '@/lib/policy/covers'
import { unsatisfiableReasons } from '@/lib/policy/satisfiable'
import type { Policy } from '@/lib/policy/types'
import type { SafeState } from '@/lib/simulate/types'

/** The columns of a policy version that its body decides. */
export function policyRow(safeId: string, asked: Policy) {
  // Parsed JSON is JSON; optional members are left out by canonicalize.
  const json: Json = JSON.parse(JSON.stringify(asked))
  return { id: asked.id, version: asked.version, safeId, body: canonicalize(json) }
}

/** @throws AppError at the place of somebody who is no member */
export function assertMembers({ groups }: Policy, { members }: RegisteredRows): void {
  const stranger = groups
    .flatMap((group, at) => group.members.map((id, place) => ({ id, path: `policy.groups.${at}.members.${place}` })))
    .find(({ id }) => !members.some((one) => one.id === id))
  if (stranger) throw refused(stranger.path, `There is no member ${stranger.id}.`)
}

/** @throws AppError at the place of a rule that an earlier one takes everything from */
export function assertTiers({ rules }: Policy): void {
  const [found] = neverMatching(rules)
  if (!found) return
  const fix = `It never matches: ${found.by.name}, before it, takes all that it would. Put it first, or limit that one.`
  throw refused(`policy.rules.${found.place}`, fix)
}

/** @throws AppError where nobody could ever meet it, with the owners and the threshold that the Safe has now */
export function assertMeetable(
  asked: Policy,
  { members, wallets }: RegisteredRows,
  { owners, threshold }: Pick<SafeState, 'owners' | 'threshold'>,
): void {
  const active = members.filter(({ isActive }) => isActive)
  const people = active
    .filter(({ roles }) => roles.includes('signer'))
    .map(({ id, name }) => ({
      memberId: id,
      name,
      owners: wallets.filter(({ memberId }) => memberId === id).map(({ address }) => address as Address),
    }))
  const initiatorIds = active.filter(({ roles }) => roles.includes('initiator')).map(({ id }) => id)
  const [reason] = unsatisfiableReasons(asked, { people, initiatorIds, safe: { owners, threshold } })
  if (reason !== undefined) throw refused('policy', `Nobody could ever meet it. ${reason}`)
}
