import { describe, expect, it } from 'vitest'
import { createSignatureVault } from '@/lib/io/signature-vault'

const KEY = new Uint8Array(32).fill(7)
const OWNER = '0xAbCdEf0000000000000000000000000000000001'
const SIGNATURE = `0x${'ab'.repeat(64)}1b` as const
const FOR = { withdrawalId: 'W-1001', owner: OWNER }

describe('a stored owner signature', () => {
  const vault = createSignatureVault(KEY)

  it('comes back as it was, whatever the spelling of the owner', () => {
    const sealed = vault.seal(SIGNATURE, FOR)
    expect(vault.open(sealed, { ...FOR, owner: OWNER.toLowerCase() })).toBe(SIGNATURE)
  })

  it('cannot be read from its text and is sealed differently each time', () => {
    const sealed = vault.seal(SIGNATURE, FOR)
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('hex')).not.toContain('abababab')
    expect(vault.seal(SIGNATURE, FOR)).not.toBe(sealed)
  })

  it.each([
    ['for another withdrawal', KEY, { ...FOR, withdrawalId: 'W-1002' }],
    ['for another owner', KEY, { ...FOR, owner: '0x0000000000000000000000000000000000000002' }],
    ['with another key', new Uint8Array(32).fill(8), FOR],
  ])('does not open %s', (_what, key, belongs) => {
    const sealed = vault.seal(SIGNATURE, FOR)
    expect(createSignatureVault(key).open(sealed, belongs)).toBeNull()
  })

  it('does not open when any part of it changed', () => {
    const sealed = vault.seal(SIGNATURE, FOR)
    const bytes = Buffer.from(sealed.slice(3), 'base64url')
    for (const place of [0, 12, 40, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[place] = (changed[place] ?? 0) ^ 1
      expect(vault.open(`v1.${changed.toString('base64url')}`, FOR)).toBeNull()
    }
    for (const wrong of ['', 'v1.', 'v2.AAAA', sealed.slice(0, 20)]) expect(vault.open(wrong, FOR)).toBeNull()
  })

  it('needs a key of 32 bytes, and a process without one can do neither', () => {
    expect(() => createSignatureVault(new Uint8Array(16))).toThrow(RangeError)
    const empty = createSignatureVault(null)
    expect(() => empty.seal(SIGNATURE, FOR)).toThrow('no signature key')
    expect(() => empty.open(vault.seal(SIGNATURE, FOR), FOR)).toThrow('no signature key')
  })
})
