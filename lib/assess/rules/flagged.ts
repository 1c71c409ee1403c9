import type { Address } from 'viem'
import { beneficiariesOf } from '@/lib/assess/beneficiaries'
import { allCalls } from '@/lib/assess/calls'
import { disguisedLetters } from '@/lib/assess/confusable'
import { controlChanges } from '@/lib/assess/control-changes'
import { gainsOf } from '@/lib/assess/gains'
import { grantsOf } from '@/lib/assess/grants'
import { movementsOf } from '@/lib/assess/movements'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import { incomingOf, settingsCalls } from '@/lib/assess/settings-calls'
import type { EvidenceLine, Facts, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { RECIPIENT_FLAGGED: 'critical' } as const
const say = reporter('flagged', codes)

/** Listed addresses, whatever part they play: paid, allowed, put in control, or called. */
export const flagged: Rule = {
  id: 'flagged',
  title: 'Listed addresses',
  drifts: true,
  codes,
  needs: { RECIPIENT_FLAGGED: ['flagged'] },
  judge: (facts) => {
    const listed = listOf(facts.flagged ?? [])
    const seen = new Set<string>()
    const hits = partsOf(facts).flatMap(({ path, address, part }) => {
      const key = `${path} ${address.toLowerCase()}`
      if (!listed.has(address.toLowerCase()) || seen.has(key)) return []
      seen.add(key)
      const sentence = `${who(facts, address)} is on a list of addresses that must not be dealt with. Here it ${part}.`
      const evidence = [{ label: 'Listed', value: address }, ...sourcesOf(facts, address)]
      return [say.fail('RECIPIENT_FLAGGED', { path, sentence, evidence })]
    })
    return [...hits, ...ofStaleLists(facts), ...noLists(facts)]
  },
}

/** Every address whose listing matters, lower case: what the desk looks up. */
export function flaggableAddresses(facts: Facts): readonly string[] {
  return [...new Set(partsOf(facts).map(({ address }) => address.toLowerCase()))]
}

function sourcesOf({ lists: given }: Facts, address: Address): readonly EvidenceLine[] {
  return (given?.hits ?? [])
    .filter((hit) => isSameAddress(hit.address, address))
    .flatMap(({ listId, label }) => {
      const list = given?.known.find(({ id }) => id === listId)
      if (!list) return []
      const lines = [
        { label: 'List', value: list.name },
        { label: 'Snapshot', value: `${list.sha256} of ${list.at}` },
      ]
      if (label === '') return lines
      const letters = disguisedLetters(label)
      const named = { label: 'Named there', value: label }
      return letters === null ? [...lines, named] : [...lines, named, { label: 'Letters', value: letters }]
    })
}

// An old list cannot say that an address is not on it; what it does list stays listed.
function ofStaleLists({ lists: given }: Facts) {
  return (given?.known ?? [])
    .filter(({ isStale }) => isStale)
    .map(({ name, sha256, at }) =>
      say.unknown('RECIPIENT_FLAGGED', {
        sentence: `The list ${name} is of ${at} and too old to tell. Import it anew; nobody can approve until then.`,
        evidence: [{ label: 'Snapshot', value: sha256 }],
      }),
    )
}

function noLists({ lists: given }: Facts) {
  if (given === undefined || given.known.length > 0) return []
  return [say.pass('RECIPIENT_FLAGGED', 'No lists: this desk has none, so no address was compared with one.')]
}

const lists = new WeakMap<readonly Address[], ReadonlySet<string>>()

/** Lists are long and judge many transactions. */
function listOf(addresses: readonly Address[]): ReadonlySet<string> {
  const listed = lists.get(addresses) ?? new Set(addresses.map((it) => it.toLowerCase()))
  lists.set(addresses, listed)
  return listed
}

function partsOf(facts: Facts) {
  const { safe, tx } = facts.staged
  const parts = [
    ...movementsOf(facts).map(({ path, recipient }) => ({ path, address: recipient, part: 'gets value' })),
    ...beneficiariesOf(facts).map(({ path, address }) => ({ path, address, part: 'gets what comes out' })),
    ...grantsOf(facts).map(({ path, spender }) => ({ path, address: spender, part: 'may take tokens' })),
    ...controlChanges(facts).flatMap(({ path, incoming }) =>
      incoming === null ? [] : [{ path, address: incoming, part: 'gets control' }],
    ),
    ...settingsCalls(facts).flatMap((change) => {
      const address = incomingOf(change)
      return address === null ? [] : [{ path: change.path, address, part: 'gets control of the Safe' }]
    }),
    ...(tx.gasPrice === 0n ? [] : [{ path: facts.call.path, address: tx.refundReceiver, part: 'gets the gas refund' }]),
    ...allCalls(facts).map(({ node }) => ({ path: node.path, address: node.target, part: 'is called' })),
  ].filter(({ address }) => !isSameAddress(address, safe.address))
  const named = new Set(parts.map(({ address }) => address.toLowerCase()))
  // Whom no byte names.
  const unnamed = gainsOf(facts).filter(({ account }) => !named.has(account.toLowerCase()))
  return [...parts, ...unnamed.map(({ account }) => ({ path: facts.call.path, address: account, part: 'gains by it' }))]
}
