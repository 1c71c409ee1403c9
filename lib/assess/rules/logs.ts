import type { Address } from 'viem'
import { amountOf, findAsset, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { EvidenceLine, Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { Effects, LoggedMove } from '@/lib/simulate/types'

const codes = { LOGS_DISAGREE: 'medium' } as const
const say = reporter('logs', codes)

type Simulated = Extract<Effects, { kind: 'simulated' }>

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
    if (effects.logged === undefined)
      return [say.unknown('LOGS_DISAGREE', { sentence: 'What tokens log was not kept, so nothing compares it.' })]
    const { logged } = effects
    const findings = tokensOf(facts, effects, logged).flatMap((token) => judgeToken(facts, effects, logged, token))
    return findings.length > 0
      ? findings
      : [say.pass('LOGS_DISAGREE', 'Every token logs exactly what its balances do.')]
  },
}

// Contracts that keep balances without being tokens log in words of their own: only what logs as a token does, or is
// registered as one, is held to its word.
function tokensOf(facts: Facts, { balances }: Simulated, logged: readonly LoggedMove[]): readonly Address[] {
  const registered = balances.flatMap(({ asset }) => (asset !== 'native' && findAsset(facts, asset) ? [asset] : []))
  const speaking = logged.flatMap(({ event, token }) => (event === 'transfer' ? [token] : []))
  return [...new Set([...registered, ...speaking])].sort()
}

function judgeToken(
  facts: Facts,
  { balances }: Simulated,
  all: readonly LoggedMove[],
  token: Address,
): readonly Finding[] {
  const logged = all.filter((move) => isSameAddress(move.token, token))
  const changes = balances.filter(({ asset }) => isSameAddress(asset, token))
  const accounts = new Set([...logged.flatMap(({ from, to }) => [from, to]), ...changes.map(({ account }) => account)])
  // Nobody's balance: tokens name it where they make or burn.
  accounts.delete(ZERO_ADDRESS)
  const transfers = logged.filter(({ event }) => event === 'transfer')
  const evidence = [...accounts].sort().flatMap((account): EvidenceLine[] => {
    const is = changes
      .filter((change) => isSameAddress(change.account, account))
      .reduce((sum, { before, after }) => sum + after - before, 0n)
    if (is === gainOf(transfers, account)) return []
    // Only a wrapped coin means its deposits and withdrawals; others log theirs beside the transfer. Of a token that nobody
    // registered such words count for nothing beside one: they would take back what its transfer says.
    const mayAdd = findAsset(facts, token) !== null || !transfers.some(isOf(account))
    if (mayAdd && is === gainOf(logged, account)) return []
    const words = (units: bigint) => `${units > 0n ? '+' : units < 0n ? '−' : ''}${amountOf(facts, token, abs(units))}`
    const value = `logs say ${words(gainOf(transfers, account))}, balances say ${words(is)}`
    return [{ label: who(facts, account), value }]
  })
  const [first] = evidence
  if (!first) return []
  const sentence = `${who(facts, token)} logs another movement than its balances show. ${first.label}: ${first.value}.`
  return [say.fail('LOGS_DISAGREE', { sentence, evidence })]
}

function gainOf(moves: readonly LoggedMove[], account: Address): bigint {
  return moves.reduce(
    (sum, { from, to, units }) =>
      sum + (isSameAddress(to, account) ? units : 0n) - (isSameAddress(from, account) ? units : 0n),
    0n,
  )
}

const isOf =
  (account: Address) =>
  ({ from, to }: LoggedMove): boolean =>
    isSameAddress(from, account) || isSameAddress(to, account)

const abs = (units: bigint): bigint => (units < 0n ? -units : units)
