import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '@/lib/audit/base64'
import {
  checkpointNote,
  checkpointText,
  isSignedBy,
  logKeyId,
  logOrigin,
  logPublicKey,
  signCheckpoint,
} from '@/lib/audit/checkpoint'
import { hashLeaf, merkleRoot } from '@/lib/audit/merkle'

const secretKey = new Uint8Array(32).fill(7)
const publicKey = logPublicKey(secretKey)
const unsigned = {
  origin: logOrigin('acme'),
  size: 3,
  root: merkleRoot([hashLeaf(new Uint8Array())]),
  at: '2025-01-02T03:04:05.678Z',
}
const checkpoint = signCheckpoint(unsigned, secretKey)

describe('checkpoint', () => {
  it('signs origin, size, base64 root and time, each on its line', () => {
    expect(checkpointText(unsigned)).toBe(
      'countersign/acme\n3\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\nat 2025-01-02T03:04:05.678Z\n',
    )
  })

  it('verifies under its key', () => {
    expect(isSignedBy(checkpoint, publicKey)).toBe(true)
  })

  it('fails when any member was changed', () => {
    const forgeries = [
      { origin: 'countersign/other' },
      { size: 4 },
      { root: merkleRoot([]) },
      { at: '2025-01-02T03:04:05.679Z' },
      { keyId: '00000000' },
      { signature: toBase64(new Uint8Array(64)) },
      { signature: 'not base64' },
      { signature: '' },
    ]
    for (const forgery of forgeries) expect(isSignedBy({ ...checkpoint, ...forgery }, publicKey)).toBe(false)
  })

  it('fails under another key, even one that claims its key id', () => {
    const thief = new Uint8Array(32).fill(8)
    const forged = { ...signCheckpoint(unsigned, thief), keyId: checkpoint.keyId }
    expect(isSignedBy(checkpoint, logPublicKey(thief))).toBe(false)
    expect(isSignedBy(forged, publicKey)).toBe(false)
    expect(isSignedBy(forged, toBase64(new Uint8Array(32).fill(255)))).toBe(false)
    expect(isSignedBy(checkpoint, 'AAAA')).toBe(false)
  })

  it('has the key id of the signed-note specification', () => {
    // The verifier key in the documentation of golang.org/x/mod/sumdb/note.
    const key = fromBase64('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')?.slice(1) ?? new Uint8Array()
    expect(logKeyId('PeterNeumann', key)).toBe('c74f20a3')
  })

  it('prints as a signed note whose signature covers the text before the blank line', () => {
    const [text, line = ''] = checkpointNote(checkpoint).split('\n\n')
    const [dash, name, blob = ''] = line.trimEnd().split(' ')
    const bytes = fromBase64(blob) ?? new Uint8Array()
    expect([dash, name, bytes.length]).toEqual(['—', 'countersign/acme', 68])
    const signed = new TextEncoder().encode(`${text}\n`)
    expect(ed25519.verify(bytes.slice(4), signed, ed25519.getPublicKey(secretKey))).toBe(true)
  })

  it('refuses an installation id that no note may carry', () => {
    expect(() => logOrigin('two words')).toThrow(RangeError)
    expect(() => logOrigin('line\nbreak')).toThrow(RangeError)
  })
})

describe('base64', () => {
  it('has one spelling for each value', () => {
    expect(fromBase64('AQ==')).toEqual(Uint8Array.of(1))
    for (const text of ['AR==', 'AQ', 'AQ=', 'AQ==\n', 'A-==']) expect(fromBase64(text)).toBeNull()
  })
})
