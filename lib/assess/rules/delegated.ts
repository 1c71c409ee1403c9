import type { Address } from 'viem'
import { beneficiariesOf } from '@/lib/assess/beneficiaries'
import { movementsOf } from '@/lib/assess/movements'
import { isVouchedFor, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import { settingsCalls } from '@/lib/assess/settings-calls'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'

const codes = {
  OWNER_ADD_DELEGATED: 'high',
  OWNER_DELEGATED: 'medium',
  RECIPIENT_DELEGATED: 'medium',
  RECIPIENT_DELEGATED_KNOWN: 'info',
} as const
const say = reporter('delegated', codes)

type Code = keyof typeof codes
type Place = { readonly path: string; readonly address: Address; readonly code: Code }

/** Accounts of keys that run a contract's code (EIP-7702): whoever that code lets act, acts in their name without the key. */
export const delegated: Rule = {
  id: 'delegated',
  title: 'Accounts that run other code',
  codes,
  // An account delegates, and takes it back, without this transaction.
  drifts: true,
  needs: Object.fromEntries(Object.keys(codes).map((code) => [code, ['delegations'] as const])),
  judge: (facts) => {
    const { delegations } = facts
    if (delegations === undefined || delegations === null) {
      const sentence = 'The chain did not say which recipients and owners run the code of a contract.'
      return [say.unknown('RECIPIENT_DELEGATED', { sentence })]
    }
    const findings = placesOf(facts).flatMap((place) => {
      const found = delegations.filter(({ account }) => isSameAddress(account, place.address))
      return found.length === 0
        ? []
        : [
            findingOf(
              facts,
              place,
              found.map(({ delegate }) => delegate),
            ),
          ]
    })
    return findings.length > 0
      ? findings
      : [say.pass('RECIPIENT_DELEGATED', 'No recipient and no owner runs the code of a contract in place of its own.')]
  },
}

function findingOf(facts: Facts, { path, address, code }: Place, delegates: readonly Address[]): Finding {
  const runs = `${who(facts, address)} runs the code of a contract (EIP-7702)`
  const sentences: Readonly<Record<Code, string>> = {
    OWNER_ADD_DELEGATED: `The new owner ${runs}. Whoever that code lets act can approve in its name.`,
    OWNER_DELEGATED: `The owner ${runs}. Whoever that code lets act can approve on chain in its name.`,
    RECIPIENT_DELEGATED: `${runs}, and nobody here vouches for it. That code may send on what arrives.`,
    RECIPIENT_DELEGATED_KNOWN: `${runs}. Two people vouch for it.`,
  }
  const evidence = delegates.map((value) => ({ label: 'Runs the code of', value }))
  return say.fail(code, { path, sentence: sentences[code], evidence })
}

function placesOf(facts: Facts): readonly Place[] {
  const paid = [
    ...movementsOf(facts).map(({ path, recipient }) => ({ path, address: recipient })),
    ...beneficiariesOf(facts).map(({ path, address }) => ({ path, address })),
  ].map(({ path, address }): Place => ({
    ...{ path, address },
    code: isVouchedFor(facts, address) ? 'RECIPIENT_DELEGATED_KNOWN' : 'RECIPIENT_DELEGATED',
  }))
  const owners = (facts.safe?.owners ?? []).map((address): Place => ({ path: '', address, code: 'OWNER_DELEGATED' }))
  const added = settingsCalls(facts).flatMap((change): Place[] => {
    if (change.kind !== 'add-owner' && change.kind !== 'swap-owner') return []
    const address = change.kind === 'add-owner' ? change.owner : change.newOwner
    return [{ path: change.path, address, code: 'OWNER_ADD_DELEGATED' }]
  })
  const places = [...added, ...owners, ...paid].filter(({ address }) => !isSameAddress(address, ZERO_ADDRESS))
  return [
    ...new Map(places.map((place) => [`${place.path} ${place.address} ${place.code}`.toLowerCase(), place])).values(),
  ]
}

/** Whose code is asked for: everybody who is paid, and who owns the Safe or will. */
export function delegationQuestions(facts: Pick<Facts, 'call' | 'staged' | 'safe'>): readonly Address[] {
  const all = [
    ...movementsOf(facts).map(({ recipient }) => recipient),
    ...beneficiariesOf(facts).map(({ address }) => address),
    ...(facts.safe?.owners ?? []),
    ...settingsCalls(facts).flatMap((change) => {
      if (change.kind === 'add-owner') return [change.owner]
      return change.kind === 'swap-owner' ? [change.newOwner] : []
    }),
  ]
  return [...new Map(all.map((address) => [address.toLowerCase(), address])).values()]
}
