import { expect, it } from 'vitest'
import type { Verification } from '@/lib/assess/types'
import { verificationMeaning, verificationWords } from './verification-words'

const CALL: Verification = {
  ...{ how: 'call-back', by: 'Dana Roe', at: '2026-03-01T10:00Z' },
  source: 'the contract of 2024',
}
const TRANSFER: Verification = {
  ...{ how: 'test-transfer', by: 'Dana Roe', at: '2026-03-01T10:00Z' },
  withdrawalId: 'W-1004',
}

const BY_KEY: Verification = { how: 'signed-message', signer: 'key' }
const BY_CONTRACT: Verification = { how: 'signed-message', signer: 'contract' }

it('never says that something is verified, and says whose word it is where the desk saw no proof', () => {
  const all: readonly Verification[] = [CALL, TRANSFER, BY_KEY, BY_CONTRACT]
  for (const one of all) expect(`${verificationWords(one)} ${verificationMeaning(one)}`).not.toMatch(/verified/i)
  for (const one of [CALL, TRANSFER]) expect(verificationWords(one)).toContain('on its admins’ word: Dana Roe')
  expect(verificationWords(TRANSFER)).toContain('W-1004')
  expect(verificationMeaning(CALL)).toBe('The number is from: the contract of 2024.')
})

it('says that a key signed only where a key did', () => {
  expect(verificationWords(BY_KEY)).toBe('its key signed a message for this desk')
  expect(verificationWords(BY_CONTRACT)).toBe('the contract at this address says it signed a message for this desk')
  expect(verificationMeaning(BY_KEY)).toContain('Whoever holds the key')
  expect(verificationMeaning(BY_CONTRACT)).toContain('No key of the address signed.')
})

it('says so where nobody recorded anything', () => {
  expect(verificationMeaning(undefined)).toBe('Nobody recorded how it was verified.')
})

it('shows no text as another than it is', () => {
  expect(verificationWords({ ...CALL, by: 'Dana\u202eRoe' })).not.toContain('\u202e')
})
