import { type Hex, keccak256, pad } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FALLBACK_HANDLER_SLOT } from '@/lib/simulate/safe-slots'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { approveAs, type MoneyDesk, openMoneyDesk, payment, readPage, stageAs } from '@/tests/builders/money-desk'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk?.close()
  await chain?.stop()
})

it('says what changed since it was approved, before and now, and nothing while nothing did', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk, '31.00'))
  await approveAs(desk, 'ruth', id)
  const approved = await readPage(desk, 'tomas', id)
  expect(approved.drift).toBeNull()

  // The same payment, by other code.
  const { usdc } = chain.tokens
  const code = (await chain.client.getCode({ address: usdc })) ?? '0x'
  await chain.client.setCode({ address: usdc, bytecode: `${code}00` })

  const { drift } = await readPage(desk, 'tomas', id)
  const said = (bytes: Hex) => `codeHash ${keccak256(bytes)}, implementation none`
  const changes = [{ what: `Contract: ${usdc.toLowerCase()}`, before: said(code), now: said(`${code}00`) }]
  expect(drift).toEqual({ memberId: 'ruth', approver: 'Ruth', changes: expect.arrayContaining(changes) })

  // What was approved is the record that the approval names, and no other that stands in its place.
  await asOwner(
    desk.database,
    `ALTER TABLE review DISABLE TRIGGER USER; UPDATE review SET evidence = replace(evidence, 'success', 'reverted');
     ALTER TABLE review ENABLE TRIGGER USER`,
  )
  expect((await readPage(desk, 'tomas', id)).drift).toEqual({ memberId: 'ruth', approver: 'Ruth', changes: null })

  await chain.client.setCode({ address: usdc, bytecode: code })
  expect((await readPage(desk, 'tomas', id)).drift).toBeNull()
})

it('says nothing of whoever approved again since, and goes on saying it of others', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk, '32.00'))
  await approveAs(desk, 'tomas', id)
  await approveAs(desk, 'ruth', id)
  // Nothing that stops anybody: the Safe answers fewer calls than before.
  const { address } = safeOf(desk)
  const handler = await chain.client.getStorageAt({ address, slot: FALLBACK_HANDLER_SLOT })
  await chain.client.setStorageAt({ address, index: FALLBACK_HANDLER_SLOT, value: pad('0x', { size: 32 }) })
  const whose = async () => (await readPage(desk, 'aiko', id)).drift?.memberId

  expect(await whose()).toBe('ruth')
  await approveAs(desk, 'ruth', id)
  expect(await whose()).toBe('tomas')
  await approveAs(desk, 'tomas', id)
  expect(await whose()).toBeUndefined()
  await chain.client.setStorageAt({ address, index: FALLBACK_HANDLER_SLOT, value: handler ?? pad('0x', { size: 32 }) })
})

function safeOf({ safes: [treasury] }: MoneyDesk) {
  if (!treasury) throw new Error('there is a treasury')
  return treasury
}
