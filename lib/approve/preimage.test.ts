import { describe, expect, it } from 'vitest'
import { buildPreimage, challengeOf, parsePreimage, readPreimage } from '@/lib/approve/preimage'
import { PREIMAGE } from '@/tests/builders/step-up'
import { hash } from '@/tests/builders/reviewed'

describe('step-up preimage', () => {
  it('gives a challenge of 32 bytes that any member of it changes', () => {
    const changed = [
      { installation: 'other' },
      { member: 'tomas' },
      { session: hash(9) },
      { action: 'execute' as const },
      { subject: hash(9) },
      { policyVersion: 9 },
      { checkpoint: { size: 9, root: hash(3) } },
      { checkpoint: { size: 7, root: hash(9) } },
      { nonce: '0f'.repeat(16) },
      { expires: '2026-01-02T03:06:05.000Z' },
    ].map((change) => challengeOf(buildPreimage({ ...PREIMAGE, ...change })).challenge)
    const { digest, challenge } = challengeOf(PREIMAGE)
    expect(digest).toMatch(/^0x[0-9a-f]{64}$/)
    expect(challenge).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(new Set([challenge, ...changed]).size).toBe(changed.length + 1)
  })

  it('pins the challenge of a known preimage', () => {
    expect(challengeOf(PREIMAGE).digest).toMatchInlineSnapshot(
      `"0x5dcd71d5b66505d0764ffb8fa676c7514a8a745a6e18d3085453d0e53498e7f2"`,
    )
  })

  it('reads back its own JSON, in any key order', () => {
    const stored: unknown = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(PREIMAGE).reverse())))
    expect(challengeOf(parsePreimage(stored))).toEqual(challengeOf(PREIMAGE))
  })

  it.each([
    ['no object', null],
    ['another version', { ...PREIMAGE, v: 'countersign/step-up/2' }],
    ['an extra member', { ...PREIMAGE, note: 'x' }],
    ['an extra member in the checkpoint', { ...PREIMAGE, checkpoint: { ...PREIMAGE.checkpoint, note: 'x' } }],
    ['an unknown action', { ...PREIMAGE, action: 'spend' }],
    ['a short nonce', { ...PREIMAGE, nonce: '00' }],
    ['an upper-case digest', { ...PREIMAGE, subject: `0x${'AB'.repeat(32)}` }],
    ['no time', { ...PREIMAGE, expires: 'soon' }],
    ['a fractional version', { ...PREIMAGE, policyVersion: 1.5 }],
  ])('refuses %s', (_name, value) => {
    expect(readPreimage(value)).toBeNull()
    expect(() => parsePreimage(value)).toThrow('malformed')
  })

  it('leaves out what is not a member when it builds', () => {
    const extra = { ...PREIMAGE, note: 'x' }
    expect(buildPreimage(extra)).toEqual(PREIMAGE)
  })
})
