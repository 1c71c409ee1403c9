import type { Address } from 'viem'
import { beneficiariesOf } from '@/lib/assess/beneficiaries'
import { allCalls } from '@/lib/assess/calls'
import { controlChanges } from '@/lib/assess/control-changes'
import { grantsOf } from '@/lib/assess/grants'
import { movementsOf } from '@/lib/assess/movements'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import { incomingOf, settingsCalls } from '@/lib/assess/settings-calls'
import type { Facts, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { RECIPIENT_FLAGGED: 'critical' } as const
const say = reporter('flagged', codes)

/** Listed addresses, whatever part they play: paid, allowed, put in control, or called. */
export const flagged: Rule = {
  id: 'flagged',
  title: 'Listed addresses',
  codes,
  needs: { RECIPIENT_FLAGGED: ['flagged'] },
  judge: (facts) => {
    const listed = listOf(facts.flagged ?? [])
    const seen = new Set<string>()
    return partsOf(facts).flatMap(({ path, address, part }) => {
      const key = `${path} ${address.toLowerCase()}`
      if (!listed.has(address.toLowerCase()) || seen.has(key)) return []
      seen.add(key)
      const sentence = `${who(facts, address)} is on a list of addresses that must not be dealt with. Here it ${part}.`
      return [say.fail('RECIPIENT_FLAGGED', { path, sentence, evidence: [{ label: 'Listed', value: address }] })]
    })
  },
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
  return [
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
}
