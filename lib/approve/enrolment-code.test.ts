import { describe, expect, it } from 'vitest'
import { codeHash, createCode, hashOfCodeKey, isCodeProven, proveCode, readCode } from '@/lib/approve/enrolment-code'

const code = createCode(Uint8Array.from({ length: 16 }, (_, place) => place * 17))
const passkey = { credentialId: 'YQ', publicKey: 'Yg', aaguid: '0', rpId: 'localhost' }
const statement = { installation: 'acme', memberId: 'ruth', passkey }

describe('an enrolment code', () => {
  it('is five groups of five letters that cannot be mistaken for each other', () => {
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/)
    expect(createCode(new Uint8Array(16).fill(255))).toBe('ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ')
    expect(createCode(new Uint8Array(16))).not.toBe(code)
  })

  it('is read as it was typed, in any case and with any gaps', () => {
    expect(readCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code)
    expect(readCode('oooo0-iiii1-llll1-00000-00000')).toBe('00000-11111-11111-00000-00000')
  })

  it.each(['', code.slice(1), `${code}0`, code.replace(/^./, 'U'), 'ÄÄÄÄÄ-ÄÄÄÄÄ-ÄÄÄÄÄ-ÄÄÄÄÄ-ÄÄÄÄÄ'])(
    'is none when it is %j',
    (typed) => expect(readCode(typed)).toBeNull(),
  )

  it('proves one passkey of one member at one desk', () => {
    const proof = proveCode(code, statement)
    expect(isCodeProven(proof, statement)).toBe(true)
    expect(hashOfCodeKey(proof.codeKey)).toBe(codeHash(code))
    for (const other of [
      { ...statement, installation: 'other' },
      { ...statement, memberId: 'tomas' },
      { ...statement, passkey: { ...passkey, publicKey: 'Yw' } },
      { ...statement, passkey: { ...passkey, credentialId: 'Yw' } },
      { ...statement, passkey: { ...passkey, rpId: 'evil.example' } },
    ])
      expect(isCodeProven(proof, other)).toBe(false)
  })

  it('is not proven by another code, nor by what is no proof', () => {
    const proof = proveCode(code, statement)
    const other = proveCode(createCode(new Uint8Array(16).fill(3)), statement)
    expect(isCodeProven({ ...proof, signature: other.signature }, statement)).toBe(false)
    expect(hashOfCodeKey(other.codeKey)).not.toBe(codeHash(code))
    expect(isCodeProven({ codeKey: 'AA', signature: 'AA' }, statement)).toBe(false)
    expect(isCodeProven({ codeKey: '!', signature: '!' }, statement)).toBe(false)
  })
})
