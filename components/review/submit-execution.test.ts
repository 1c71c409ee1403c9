import { concat } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, it } from 'vitest'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { typedDataOf } from '@/lib/stage/hash'
import { honestReviewed } from '@/tests/builders/honest-review'
import { STRANGER } from '@/tests/builders/sample-facts'
import { assertExecutes } from './submit-execution'

const { staged, safe: state } = honestReviewed().assessment
if (state === null) throw new Error('the sample has a Safe')
const owner = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const found = { staged, safe: { ...state, owners: [owner.address], threshold: 1 } }
const signature = await owner.signTypedData(typedDataOf(staged) as Parameters<typeof owner.signTypedData>[0])
const call = encodeExecTransaction(staged, concat([signature]))
const { chainId } = staged.safe

it('lets the execution of what was checked go to the wallet', async () => {
  await expect(assertExecutes({ call, chainId }, found)).resolves.toBeUndefined()
})

it('refuses another call, another chain and an unknown Safe with a sentence', async () => {
  const opening = 'The desk handed over another call than this page shows.'
  for (const [handed, seen] of [
    [{ call: { ...call, to: STRANGER }, chainId }, found],
    [{ call: { ...call, data: '0x' as const }, chainId }, found],
    [{ call, chainId: 1 }, found],
    [
      { call, chainId },
      { ...found, safe: null },
    ],
  ] as const)
    await expect(assertExecutes(handed, seen)).rejects.toThrow(opening)
})
