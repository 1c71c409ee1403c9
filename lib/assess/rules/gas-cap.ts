import { reporter } from '@/lib/assess/report'
import type { Finding, Rule } from '@/lib/assess/types'
import { findChain } from '@/lib/chains/index'
import type { Chain } from '@/lib/chains/types'

const codes = { GAS_OVER_CAP: 'high' } as const
const say = reporter('gas-cap', codes)

/** Most gas of one transaction, by the fork that is live: EIP-7825 came with Osaka; before it only blocks had a limit. */
const CAPS: Readonly<Record<Chain['hardfork'], bigint | null>> = { Cancun: null, Prague: null, Osaka: 16_777_216n }
/** Real signatures are dearer to check than the approvals that a simulation pretends, and a call is given more than it uses. */
const MARGIN_PERCENT = 10n

/** A transaction that needs more gas than a chain gives to any: signed by everybody, it could never be executed. */
export const gasCap: Rule = {
  id: 'gas-cap',
  title: 'Gas that a transaction may use',
  codes,
  // What a call costs changes with the state it meets.
  drifts: true,
  needs: { GAS_OVER_CAP: ['simulation'] },
  judge: ({ effects, staged }): readonly Finding[] => {
    // An absent or failed simulation is a finding of its own.
    if (effects.kind === 'unavailable' || effects.status !== 'success') return []
    const chain = findChain(staged.safe.chainId)
    // Which chain that is, another rule asks.
    if (chain === null) return []
    const cap = CAPS[chain.hardfork]
    const needed = (effects.gasUsed * (100n + MARGIN_PERCENT)) / 100n
    if (cap === null) return [say.pass('GAS_OVER_CAP', `${chain.name} caps no single transaction.`)]
    if (needed <= cap) return [say.pass('GAS_OVER_CAP', 'It needs less gas than a transaction may use.')]
    return [
      say.fail('GAS_OVER_CAP', {
        sentence: `It needs about ${grouped(needed)} gas, and on ${chain.name} no transaction may use more than ${grouped(cap)}. Nobody could execute it.`,
        evidence: [
          { label: 'Simulated', value: `${grouped(effects.gasUsed)} gas` },
          { label: 'With what signatures cost', value: `${grouped(needed)} gas` },
        ],
      }),
    ]
  },
}

const grouped = (gas: bigint): string => gas.toString().replace(/\B(?=(\d{3})+$)/g, ',')
