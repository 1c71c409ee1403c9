import { concat, type Hex, slice } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, it } from 'vitest'
import { contactStatement } from '@/lib/approve/contact-statement'
import { isSignedByKey } from './is-signed-by-key'

const [owner, other] = [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`].map((key) => privateKeyToAccount(key as Hex))
const statement = { installation: 'desk', chainId: 1, name: 'Alder', address: owner?.address ?? '0x' }
const signedBy = async (who = owner) => (await who?.signMessage({ message: contactStatement(statement) })) ?? '0x'

it('is the key’s, with v as 27 and 28 or as the parity', async () => {
  const signature = await signedBy()
  const parity: Hex = slice(signature, 64) === '0x1b' ? '0x00' : '0x01'
  expect(isSignedByKey(statement, signature)).toBe(true)
  expect(isSignedByKey(statement, concat([slice(signature, 0, 64), parity]))).toBe(true)
})

it('is not of another key, of other words, or of bytes that no key signs', async () => {
  const signature = await signedBy()
  expect(isSignedByKey(statement, await signedBy(other))).toBe(false)
  expect(isSignedByKey({ ...statement, name: 'Alder 2' }, signature)).toBe(false)
  expect(isSignedByKey({ ...statement, installation: 'elsewhere' }, signature)).toBe(false)
  for (const junk of ['0x00', `0x${'00'.repeat(65)}`, `0x${'ff'.repeat(64)}1b`, concat([signature, '0x00'])] as const)
    expect(isSignedByKey(statement, junk)).toBe(false)
})
