import type { Address } from 'viem'
import { beneficiariesOf } from '@/lib/assess/beneficiaries'
import { controlChanges } from '@/lib/assess/control-changes'
import { gainsOf } from '@/lib/assess/gains'
import { grantsOf } from '@/lib/assess/grants'
import { movementsOf } from '@/lib/assess/movements'
import { isVouchedFor } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import { type Alike, findAlike } from '@/lib/assess/resemblance'
import { incomingOf, settingsCalls } from '@/lib/assess/settings-calls'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'

const codes = { RECIPIENT_LOOKALIKE: 'critical', APPROVE_LOOKALIKE_SPENDER: 'critical' } as const
const say = reporter('look-alike', codes)

type Candidate = { readonly code: keyof typeof codes; readonly path: string; readonly address: Address }
type Anchor = { readonly address: Address; readonly name: string }

/** Addresses made to be mistaken for ones the organisation uses. Measured only against its own lists, never history. */
export const lookAlike: Rule = {
  id: 'look-alike',
  title: 'Look-alike addresses',
  codes,
  judge: (facts) => {
    const candidates = candidatesOf(facts).filter(({ address }) => !isVouchedFor(facts, address))
    const alike = findAlike(
      candidates.map(({ address }) => address),
      anchorsOf(facts),
    )
    const findings = candidates.flatMap((candidate) =>
      judgeCandidate(candidate, alike.get(candidate.address.toLowerCase()) ?? []),
    )
    return findings.length > 0
      ? findings
      : [say.pass('RECIPIENT_LOOKALIKE', 'No recipient or spender imitates an address you use.')]
  },
}

function judgeCandidate({ code, path, address }: Candidate, alike: readonly Alike<Anchor>[]): readonly Finding[] {
  // The closest one is what the eye would take it for.
  const [closest] = alike.toSorted((a, b) => b.shared.first + b.shared.last - a.shared.first - a.shared.last)
  if (!closest) return []
  const { known: anchor, shared } = closest
  return [
    say.fail(code, {
      path,
      sentence: `${address} looks like ${anchor.name}, which is ${anchor.address}. It is another address.`,
      evidence: [
        { label: 'In the bytes', value: address },
        { label: anchor.name, value: anchor.address },
        { label: 'Same digits', value: `${shared.first} first, ${shared.last} last` },
      ],
    }),
  ]
}

function candidatesOf(facts: Facts): readonly Candidate[] {
  const incoming = [
    ...controlChanges(facts),
    ...settingsCalls(facts).map((change) => ({ path: change.path, incoming: incomingOf(change) })),
  ]
  const inBytes = [
    ...movementsOf(facts).map(({ path, recipient }) => ({ path, address: recipient })),
    ...beneficiariesOf(facts),
    ...incoming.flatMap(({ path, incoming: address }) => (address === null ? [] : [{ path, address }])),
  ]
  // Whom no byte names.
  const unnamed = gainsOf(facts)
    .filter(({ account }) => !inBytes.some(({ address }) => isSameAddress(address, account)))
    .map(({ account }) => ({ path: facts.call.path, address: account }))
  const recipients = [...inBytes, ...unnamed].map(({ path, address }): Candidate => ({
    code: 'RECIPIENT_LOOKALIKE',
    path,
    address,
  }))
  const spenders = grantsOf(facts).flatMap(({ path, spender, units }): Candidate[] =>
    units === 0n ? [] : [{ code: 'APPROVE_LOOKALIKE_SPENDER', path, address: spender }],
  )
  return [...recipients, ...spenders].filter(({ address }) => !isSameAddress(address, ZERO_ADDRESS))
}

function anchorsOf({ contacts, ownSafes, assets, safe, staged }: Facts): readonly Anchor[] {
  return [
    ...contacts,
    ...ownSafes,
    { address: staged.safe.address, name: 'this Safe' },
    ...(safe?.owners ?? []).map((address) => ({ address, name: 'an owner' })),
    ...assets.flatMap(({ address, symbol }) => (address === 'native' ? [] : [{ address, name: symbol }])),
  ]
}
