import { concat, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { handOverFault } from '@/lib/execute/hand-over-fault'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { typedDataOf } from '@/lib/stage/hash'
import type { SafeTx, StagedTx } from '@/lib/stage/types'
import { sampleFacts, STRANGER } from '@/tests/builders/sample-facts'

const { staged } = sampleFacts()
const accounts = ['11', '22', '33', '44']
  .map((byte) => privateKeyToAccount(`0x${byte.repeat(32)}`))
  .sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
const [ana, ben, cleo, stranger] = accounts
if (!ana || !ben || !cleo || !stranger) throw new Error('four accounts')
const state = { owners: [cleo.address, ana.address, ben.address], threshold: 2 }

const signedBy = async (people: readonly (typeof ana)[], of: StagedTx = staged): Promise<Hex[]> =>
  Promise.all(people.map((one) => one.signTypedData(typedDataOf(of) as Parameters<typeof one.signTypedData>[0])))
const callOf = async (people: readonly (typeof ana)[], of: StagedTx = staged) =>
  encodeExecTransaction(of, concat(['0x', ...(await signedBy(people))]))
const withTx = (change: Partial<SafeTx>): StagedTx => ({ ...staged, tx: { ...staged.tx, ...change } })

describe('what an executor was handed', () => {
  it('is the execution of the shown transaction with threshold owner signatures', async () => {
    expect(await handOverFault(await callOf([ana, cleo]), staged, state)).toBeNull()
    expect(await handOverFault(await callOf([ben, cleo]), staged, state)).toBeNull()
  })

  it('is refused when it calls or pays something else', async () => {
    const honest = await callOf([ana, ben])
    expect(await handOverFault({ ...honest, to: STRANGER }, staged, state)).toContain('another contract')
    expect(await handOverFault({ ...honest, value: 1n }, staged, state)).toContain('own money')
    for (const data of ['0x', '0xa9059cbb', `${honest.data}00`] as const)
      expect(await handOverFault({ ...honest, data }, staged, state)).toContain('does not execute the transaction')
  })

  it('is refused when any field is another', async () => {
    for (const change of [
      { to: STRANGER },
      { value: 1n },
      { data: '0x1234' },
      { operation: 1 },
      { safeTxGas: 1n },
      { baseGas: 1n },
      { gasPrice: 1n },
      { gasToken: STRANGER },
      { refundReceiver: STRANGER },
    ] as const)
      expect(await handOverFault(await callOf([ana, ben], withTx(change)), staged, state)).toContain('does not execute')
    // The nonce is in no calldata; signatures over another one recover to nobody here.
    const later = concat(await signedBy([ana, ben], withTx({ nonce: staged.tx.nonce + 1n })))
    expect(await handOverFault(encodeExecTransaction(staged, later), staged, state)).toContain('no owner')
  })

  it('is refused with too few, surplus, foreign, repeated or disordered signatures', async () => {
    const fault = async (people: readonly (typeof ana)[]) => handOverFault(await callOf(people), staged, state)
    expect(await fault([ana])).toContain('exactly 2')
    expect(await fault([ana, ben, cleo])).toContain('exactly 2')
    expect(await fault([ana, stranger])).toContain('signature 2 is by no owner')
    expect(await fault([ana, ana])).toContain('ascending')
    expect(await fault([cleo, ana])).toContain('ascending')
    expect(await handOverFault(await callOf([]), staged, { ...state, threshold: 0 })).toContain('exactly 0')
  })

  it('is refused with a recovery bit that the Safe reads as another kind of signature', async () => {
    const [first = '0x', second = '0x'] = await signedBy([ana, ben])
    const v = Number.parseInt(first.slice(-2), 16) - 27
    const rewritten: Hex = `0x${first.slice(2, -2)}0${v}`
    const call = encodeExecTransaction(staged, concat([rewritten, second]))
    expect(await handOverFault(call, staged, state)).toContain('signature 1 is by no owner')
  })
})
