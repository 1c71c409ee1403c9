import { expect, it } from 'vitest'
import { followedWords, sentOnWords } from './onward-words'

const at = new Date('2026-03-01T10:00:00Z')
const standing = { chainId: 1, blockNumber: 21_895_238n, followed: 2, fault: null, at }

it('says how far it looked, and what it did not see', () => {
  expect(followedWords(standing, at)).toBe('Ethereum: 2 recipients followed to block 21,895,238, looked at 10:00 UTC.')
  expect(followedWords({ ...standing, followed: 1, fault: 'The chain did not answer.' }, at)).toBe(
    'Ethereum: one recipient followed to block 21,895,238, looked at 10:00 UTC. Not everything was seen: The chain did not answer.',
  )
})

it('writes decimals only of what is registered', () => {
  const native = { units: 5n * 10n ** 17n, asset: 'native' as const }
  expect(sentOnWords({ ...native, registered: { symbol: 'ETH', decimals: 18 } })).toBe('0.50 ETH')
  expect(sentOnWords({ ...native, registered: null })).toBe('500,000,000,000,000,000 base units of the native coin')
})
