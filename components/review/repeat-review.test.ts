import type { Hex } from 'viem'
import { encodeFunctionData, erc20Abi, parseAbi, slice } from 'viem'
import { describe, expect, it } from 'vitest'
import { RULE_SET } from '@/lib/assess/rules/index'
import { payEth, payUsdc, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'
import type { Assessment } from '@/lib/assess/review'
import type { Facts } from '@/lib/assess/types'
import { honestReviewed } from '@/tests/builders/honest-review'
import { repeatReview } from './repeat-review'

const PAY_AND_CALL = parseAbi(['function transferAndCall(address to, uint256 value, bytes data)'])
const reviewed = honestReviewed()
const { assessment } = reviewed
const read = (change: Partial<Assessment>, shown = reviewed) =>
  repeatReview({ ...shown, assessment: { ...shown.assessment, ...change }, safeName: 'Treasury' })
const transfer = (to: `0x${string}`, units: bigint): Hex =>
  encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, units] })
const finding = assessment.findings[0]
if (!finding) throw new Error('every review has findings')

describe('a review that is repeated in the browser', () => {
  it('has nothing to say about honest pages: one payment, a batch, an attack that is named', () => {
    expect(read({})).toEqual([])
    const batch = honestReviewed({ legs: [payUsdc(5n), payEth(7n)] })
    expect(batch.assessment.verdict).toBe('ok')
    expect(read({}, batch)).toEqual([])
    const named = honestReviewed({ tx: { gasPrice: 5n } })
    expect(named.assessment.verdict).not.toBe('ok')
    expect(read({}, named)).toEqual([])
  })

  it('repeats names from the few that the server sends, and none that is made up', () => {
    const data = encodeFunctionData({ abi: PAY_AND_CALL, functionName: 'transferAndCall', args: [VENDOR, 5n, '0x'] })
    const named = honestReviewed({ tx: { to: STRANGER, data } })
    expect(named.assessment.call.names).toMatchObject([{ signature: 'transferAndCall(address,uint256,bytes)' }])
    expect(Object.keys(named.hints.names)).toEqual([slice(data, 0, 4)])
    expect(read({}, named)).toEqual([])

    const { call } = named.assessment
    const kinder = { ...call, names: [{ signature: 'claimRewards()', arguments: [], abi: null }] }
    const hints = { names: { [slice(data, 0, 4)]: ['claimRewards()'] }, abis: {}, contracts: [] }
    expect(read({ call: kinder }, { ...named, hints }).join(' ')).toContain('something else than the call tree')
  })

  it('lets no server move the Safe or its tokens by what it sends beside the names', () => {
    const data = transfer(STRANGER, 900_000_000_000n)
    const shown = honestReviewed({ tx: { to: STRANGER, data } })
    const hints = { ...shown.hints, tokens: [{ address: STRANGER, symbol: 'USDC' }] }
    expect(read({}, { ...shown, hints })).toEqual([])
  })

  it('stops where the bytes pay somebody else than the call tree, effects, intent and findings say', () => {
    const tx = { ...assessment.staged.tx, data: transfer(STRANGER, 900_000_000_000n) }
    const stops = read({ staged: { ...assessment.staged, tx } })
    expect(stops.join(' ')).toContain('The calldata does something else than the call tree')
    expect(stops.join(' ')).toContain('other findings')
  })

  it('lets no server bring facts that make the rules quieter', () => {
    const run = { to: STRANGER, operation: 1 }
    const allowed = [{ address: STRANGER, selectors: [slice(assessment.staged.tx.data, 0, 4)] }]
    const quieter: readonly Partial<Facts>[] = [{ delegateTargets: allowed }, { given: [] }]
    for (const smuggled of quieter) {
      const quiet = honestReviewed({ tx: run, facts: smuggled })
      const shown = { ...quiet, assessment: { ...quiet.assessment, ...smuggled } }
      expect(read({}, shown).join(' ')).toContain('This browser comes to other findings')
    }
    expect(read({}, honestReviewed({ tx: run }))).toEqual([])
  })

  it('stops where the tree is true and its findings are hidden, softened or reworded', () => {
    const attack = honestReviewed({ tx: { data: transfer(STRANGER, 900_000_000_000n) } })
    expect(attack.assessment.verdict).toBe('block')
    expect(read({}, attack)).toEqual([])
    for (const change of [
      { findings: [], verdict: 'ok' as const },
      { verdict: 'ok' as const },
      {
        findings: attack.assessment.findings.map((one) => ({ ...one, outcome: 'pass' as const })),
        verdict: 'ok' as const,
      },
      { findings: attack.assessment.findings.map((one) => ({ ...one, sentence: 'All is well.' })) },
    ])
      expect(read(change, attack)).toEqual([expect.stringContaining('other findings')])
  })

  it('stops where the call tree names a contract otherwise than the registry', () => {
    const call = { ...assessment.call, targetName: 'DAI' }
    expect(read({ call })).toEqual([expect.stringContaining('than the call tree')])
  })

  it('stops where the request counts in other decimals than the registry', () => {
    const legs = [{ asset: { ...USDC, decimals: 9 }, recipient: VENDOR, units: 250_000_000n }]
    const stops = read({ intent: { legs, purpose: 'Invoice 1182', reference: '' } })
    expect(stops).toEqual([expect.stringContaining('names an asset otherwise')])
  })

  it('stops where the effects fall short of the request, although the findings are left out', () => {
    const { effects } = assessment
    if (effects.kind !== 'simulated') throw new Error('the sample is simulated')
    const balances = effects.balances.filter(({ account }) => account === VENDOR)
    expect(read({ effects: { ...effects, balances } }).join(' ')).toContain('the effects equal the request')
  })

  it('stops where a gain is told twice, so that half of a payment looks like all of it', () => {
    const { effects } = assessment
    if (effects.kind !== 'simulated') throw new Error('the sample is simulated')
    const half = effects.balances.map((one) =>
      one.account === VENDOR ? { ...one, after: one.before + (one.after - one.before) / 2n } : one,
    )
    const gains = half.filter(({ account }) => account === VENDOR)
    expect(gains).toHaveLength(1)
    expect(read({ effects: { ...effects, balances: [...half, ...gains] } })).toEqual([
      expect.stringContaining('tells a change of a balance more than once'),
    ])
  })

  it('stops, without judging, where the review follows other rules', () => {
    expect(read({ ruleSet: 'countersign-rules/0' })).toEqual([expect.stringContaining(`this browser has ${RULE_SET}`)])
  })
})
