import { expect, it } from 'vitest'
import { codeEffects } from '@/lib/assess/rules/code-effects'
import type { CodeChange } from '@/lib/simulate/types'
import { deploymentNamed } from '@/lib/stage/deployments'
import { encodeMultiSend } from '@/lib/stage/multisend'
import { dataOf } from '@/tests/builders/judged-call'
import { sampleFacts, STRANGER, troubles, USDC, VENDOR } from '@/tests/builders/sample-facts'

const HASH = `0x${'77'.repeat(32)}` as const
const made: CodeChange = { address: STRANGER, before: null, after: HASH }
const factory = (name: string) => deploymentNamed(31337, name, '1.4.1')?.address ?? VENDOR
const CREATE = { to: factory('CreateCall'), data: dataOf('performCreate(uint256,bytes)', [0n, '0x6000']) }
const judged = (code: readonly CodeChange[], tx = {}) => codeEffects.judge(sampleFacts({ tx, effects: { code } }))

it('passes a run that changes no code, and one that makes what its call announces', () => {
  expect(judged([])).toMatchObject([{ outcome: 'pass' }])
  expect(judged([made], CREATE)).toMatchObject([{ outcome: 'pass' }])
})

it('finds a contract that no call announces, also beside one that is', () => {
  const [finding] = judged([made])
  expect(finding).toMatchObject({ code: 'CODE_CREATED_UNANNOUNCED', severity: 'high', outcome: 'fail' })
  expect(finding?.evidence).toContainEqual({ label: 'Code hash after', value: HASH })
  expect(troubles(judged([made, { ...made, address: USDC.address }], CREATE))).toEqual(['CODE_CREATED_UNANNOUNCED'])
})

it('takes no word for it from anybody but an official factory, nor from one that only a stranger would call', () => {
  const PROXY = dataOf('createProxyWithNonce(address,bytes,uint256)', [VENDOR, '0x', 0n])
  const [asked, stranger] = [
    { to: factory('SafeProxyFactory'), data: PROXY },
    { to: STRANGER, data: PROXY },
  ]
  expect(troubles(judged([made], asked))).toEqual([])
  const [finding] = judged([made], stranger)
  expect(finding).toMatchObject({ code: 'CODE_CREATED_UNANNOUNCED', outcome: 'fail' })
  expect(finding?.sentence).toContain('no call of an official factory says so')
  expect(troubles(judged([made], { ...CREATE, to: VENDOR }))).toEqual(['CODE_CREATED_UNANNOUNCED'])

  const batch = { operation: 1, data: encodeMultiSend([{ ...asked, value: 0n }]) } as const
  expect(troubles(judged([made], { ...batch, to: factory('MultiSendCallOnly') }))).toEqual([])
  const calls = [{ target: asked.to, allowFailure: false, callData: PROXY }]
  const data = dataOf('aggregate3((address target, bool allowFailure, bytes callData)[] calls)', [calls])
  expect(troubles(judged([made], { to: STRANGER, data }))).toEqual(['CODE_CREATED_UNANNOUNCED'])
})

it('stops a run that replaces code or takes it away', () => {
  expect(troubles(judged([{ ...made, before: HASH, after: null }]))).toEqual(['CODE_REPLACED'])
  expect(troubles(judged([{ ...made, before: `0x${'66'.repeat(32)}` }], CREATE))).toEqual(['CODE_REPLACED'])
})

it('does not know where nobody kept it', () => {
  const { code: _none, ...effects } = sampleFacts().effects as { code?: unknown }
  const facts = { ...sampleFacts(), effects } as ReturnType<typeof sampleFacts>
  expect(troubles(codeEffects.judge(facts))).toEqual(['CODE_REPLACED unknown'])
})
