import { amountOf, findAsset, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { type LogDisagreement, logDisagreements } from '@/lib/simulate/log-disagreements'

const codes = { LOGS_DISAGREE: 'medium' } as const
const say = reporter('logs', codes)

/** Whether tokens log what their balances do: one that does not deceives every tool that reads logs. */
export const logs: Rule = {
  id: 'logs',
  title: 'Logs and balances',
  codes,
  needs: { LOGS_DISAGREE: ['simulation'] },
  judge: (facts) => {
    const { effects } = facts
    // An absent or failed simulation is a finding of its own.
    if (effects.kind === 'unavailable' || effects.status !== 'success') return []
    const { balances, logged } = effects
    if (logged === undefined)
      return [say.unknown('LOGS_DISAGREE', { sentence: 'What tokens log was not kept, so nothing compares it.' })]
    const told = [...logDisagreements({ balances, logged }, (token) => findAsset(facts, token) !== null).values()]
    const tokens = [...new Set(told.map(({ token }) => token.toLowerCase()))]
    return tokens.length > 0
      ? tokens.flatMap((each) =>
          findingOf(
            facts,
            told.filter(({ token }) => token.toLowerCase() === each),
          ),
        )
      : [say.pass('LOGS_DISAGREE', 'Every token logs exactly what its balances do.')]
  },
}

function findingOf(facts: Facts, told: readonly LogDisagreement[]): readonly Finding[] {
  const evidence = told.map(({ account, token, logged, measured }) => {
    const words = (units: bigint) => `${units > 0n ? '+' : units < 0n ? '−' : ''}${amountOf(facts, token, abs(units))}`
    return { label: who(facts, account), value: `logs say ${words(logged)}, balances say ${words(measured)}` }
  })
  const [[disagreement], [first]] = [told, evidence]
  if (!disagreement || !first) return []
  const sentence = `${who(facts, disagreement.token)} logs another movement than its balances show. ${first.label}: ${first.value}.`
  return [say.fail('LOGS_DISAGREE', { sentence, evidence })]
}

const abs = (units: bigint): bigint => (units < 0n ? -units : units)
