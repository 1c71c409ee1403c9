import { encodeFunctionData, parseAbi } from 'viem/utils'
import { expect, it } from 'vitest'
import { runRules } from '@/lib/assess/run'
import { decode } from '@/lib/decode/decode'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import type { DecodeContext } from '@/lib/decode/types'
import { SAFE, sampleFacts, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'

const abi = parseAbi([
  'function transferAndCall(address to, uint256 value, bytes data)',
  'function approve(address, uint256)',
])
const named = encodeFunctionData({ abi, functionName: 'transferAndCall', args: [STRANGER, 5n, '0x'] })
const approve = encodeFunctionData({ abi, functionName: 'approve', args: [STRANGER, 5n] })
const functions = {
  [named.slice(0, 10)]: 'transferAndCall(address to, uint256 value, bytes data)',
  [approve.slice(0, 10)]: 'approve(address spender, uint256 amount)',
}
const origin = { source: 'sourcify', match: 'exact_match' } as const

it('no name and no fetched ABI changes a finding, wherever the call goes', () => {
  let shown = 0
  for (const to of [STRANGER, VENDOR, USDC.address, SAFE])
    for (const data of [named, `${named}00` as const, approve, '0xdeadbeef' as const])
      for (const operation of [0, 1]) {
        const facts = sampleFacts({ tx: { to, data, operation } })
        const told = (context: Partial<DecodeContext>) => {
          const tokens = [{ address: USDC.address, symbol: USDC.symbol }]
          const call = decode(facts.staged, { chainId: 31337, safe: SAFE, safeVersion: '1.4.1', tokens, ...context })
          shown += call.names.length
          return runRules({ ...facts, call })
        }
        const bare = told({})
        const abis = { [to.toLowerCase()]: { origin, functions, absent: [] } }
        expect(bare.some(({ outcome }) => outcome === 'fail')).toBe(true)
        expect(told({ names: SELECTOR_NAMES })).toEqual(bare)
        expect(told({ names: SELECTOR_NAMES, abis })).toEqual(bare)
      }
  expect(shown).toBeGreaterThan(10)
})
