import { describe, expect, it } from 'vitest'
import { logs } from '@/lib/assess/rules/logs'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { BalanceChange, LoggedMove } from '@/lib/simulate/types'
import type { AssetAddress } from '@/lib/stage/types'
import { SAFE, type SampleChange, sampleFacts, STRANGER, troubles, USDC, VENDOR } from '@/tests/builders/sample-facts'

const OTHER = '0x2222222222222222222222222222222222222222'
const judged = (effects: NonNullable<SampleChange['effects']>) => logs.judge(sampleFacts({ effects }))
const said = (token: `0x${string}`, units: bigint, event: LoggedMove['event'] = 'transfer'): LoggedMove => ({
  ...{ event, token, units },
  ...(event === 'deposit' ? { from: ZERO_ADDRESS, to: VENDOR } : { from: SAFE, to: VENDOR }),
})
const moved = (asset: AssetAddress, account: `0x${string}`, by: bigint): BalanceChange => ({
  ...{ account, asset, before: 10n ** 30n, after: 10n ** 30n + by },
})
const FAIR = [moved(OTHER, SAFE, -990n), moved(OTHER, VENDOR, 990n)]

describe('logs and balances', () => {
  it('agree in an honest payment', () => {
    expect(judged({})).toMatchObject([{ code: 'LOGS_DISAGREE', outcome: 'pass' }])
  })

  it('disagree where a token logs and moves nothing, with both amounts', () => {
    const [finding] = judged({ balances: [], logged: [said(USDC.address, 250_000_000n)] })
    expect(finding).toMatchObject({ code: 'LOGS_DISAGREE', outcome: 'fail', severity: 'medium' })
    expect(finding?.evidence.map(({ value }) => value).sort()).toEqual([
      'logs say +250.00 USDC, balances say 0.00 USDC',
      'logs say −250.00 USDC, balances say 0.00 USDC',
    ])
  })

  it('disagree where a fee is kept and the whole is logged, and agree where both parts are logged', () => {
    const kept = [moved(OTHER, SAFE, -1000n), moved(OTHER, VENDOR, 990n), moved(OTHER, STRANGER, 10n)]
    const [finding] = judged({ balances: kept, logged: [said(OTHER, 1000n)] })
    expect(finding?.evidence).toHaveLength(2)
    const fee = { ...said(OTHER, 10n), to: STRANGER } as const
    expect(troubles(judged({ balances: kept, logged: [said(OTHER, 990n), fee] }))).toEqual([])
  })

  it('disagree where a registered token, or one that logs, moves what it does not log', () => {
    const silent = [moved(USDC.address, SAFE, -5n), moved(USDC.address, STRANGER, 5n)]
    expect(troubles(judged({ balances: silent, logged: [] }))).toEqual(['LOGS_DISAGREE'])
    const rebased = [...FAIR, moved(OTHER, STRANGER, 3n)]
    expect(troubles(judged({ balances: rebased, logged: [said(OTHER, 990n)] }))).toEqual(['LOGS_DISAGREE'])
  })

  it('hold no contract to the words of tokens that keeps balances in words of its own', () => {
    expect(troubles(judged({ balances: FAIR, logged: [] }))).toEqual([])
    expect(troubles(judged({ balances: [moved('native', SAFE, -5n)], logged: [] }))).toEqual([])
  })

  it('agree where a wrapped coin logs a deposit only, and where another logs one beside its transfer', () => {
    const gained = [moved(USDC.address, VENDOR, 7n)]
    expect(troubles(judged({ balances: gained, logged: [said(USDC.address, 7n, 'deposit')] }))).toEqual([])
    const minted = { ...said(USDC.address, 7n), from: ZERO_ADDRESS } as const
    expect(troubles(judged({ balances: gained, logged: [minted, said(USDC.address, 7n, 'deposit')] }))).toEqual([])
  })

  it('disagree where a token that nobody registered takes its transfer back by other words', () => {
    const lies = (token: `0x${string}`) => [
      said(token, 1000n),
      { ...said(token, 1000n, 'deposit'), to: SAFE },
      { ...said(token, 1000n, 'withdrawal'), from: VENDOR, to: ZERO_ADDRESS },
    ]
    expect(troubles(judged({ balances: [], logged: lies(OTHER) }))).toEqual(['LOGS_DISAGREE'])
    expect(troubles(judged({ balances: [], logged: lies(USDC.address) }))).toEqual([])
  })

  it('agree where one that nobody registered logs a deposit only for this account, and transfers for others', () => {
    const gained = [moved(OTHER, VENDOR, 7n), moved(OTHER, SAFE, -3n), moved(OTHER, STRANGER, 3n)]
    const honest = [said(OTHER, 7n, 'deposit'), { ...said(OTHER, 3n), to: STRANGER }]
    expect(troubles(judged({ balances: gained, logged: honest }))).toEqual([])
    const other = [said(OTHER, 8n, 'deposit'), { ...said(OTHER, 3n), to: STRANGER }]
    expect(troubles(judged({ balances: gained, logged: other }))).toEqual(['LOGS_DISAGREE'])
  })

  it('are not known where nobody kept them, and another finding says that nothing was simulated', () => {
    const { logged: _none, ...effects } = sampleFacts().effects as { logged?: unknown }
    const without = { ...sampleFacts(), effects } as ReturnType<typeof sampleFacts>
    expect(troubles(logs.judge(without))).toEqual(['LOGS_DISAGREE unknown'])
    expect(logs.judge({ ...without, effects: { kind: 'unavailable', party: 'a', reason: 'b' } })).toEqual([])
  })
})
