import { describe, expect, it } from 'vitest'
import { createCode, keyOfCode, proveCode } from '@/lib/approve/enrolment-code'
import { isInvitationProven, proveInvitation } from '@/lib/approve/invitation'

const code = createCode(new Uint8Array(16).fill(5))
const statement = { installation: 'acme', memberId: 'una', address: '0x52908400098527886E0F7030069857D2E4169EE7' }

describe('the proof of an invitation', () => {
  it('holds for exactly what it names', () => {
    const proof = proveInvitation(code, statement)
    expect(proof.codeKey).toBe(keyOfCode(code))
    expect(isInvitationProven(proof, statement)).toBe(true)
    for (const other of [{ installation: 'other' }, { memberId: 'vera' }, { address: `0x${'1'.repeat(40)}` }])
      expect(isInvitationProven(proof, { ...statement, ...other })).toBe(false)
  })

  it('is none by another code, of a passkey, or of bytes that are no signature', () => {
    const other = createCode(new Uint8Array(16).fill(6))
    expect(isInvitationProven({ ...proveInvitation(other, statement), codeKey: keyOfCode(code) }, statement)).toBe(
      false,
    )
    const passkey = { credentialId: 'AA', publicKey: 'AA', aaguid: 'a', rpId: 'localhost' }
    expect(isInvitationProven(proveCode(code, { installation: 'acme', memberId: 'una', passkey }), statement)).toBe(
      false,
    )
    expect(isInvitationProven({ codeKey: 'AA', signature: '' }, statement)).toBe(false)
  })
})
