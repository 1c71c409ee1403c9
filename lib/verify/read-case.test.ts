import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/core/errors'
import { readCases } from '@/lib/verify/read-file'
import { readCorpus } from '@/tests/fixtures/corpus/corpus-facts'

type Loose = { [key: string]: unknown; tx: { [key: string]: unknown }; context: { [key: string]: unknown } }

const payment = (): Loose => JSON.parse(JSON.stringify(readCorpus().cases.find(({ id }) => id === 'P053'))) as Loose
const changed = (change: (given: Loose) => void): Loose => {
  const given = payment()
  change(given)
  return given
}
const refusal = (value: unknown): string => {
  try {
    readCases(typeof value === 'string' ? value : JSON.stringify(value))
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
  return ''
}
const TX = (key: string, value: unknown) => changed(({ tx }) => (tx[key] = value))
const CONTEXT = (key: string, value: unknown) => changed(({ context }) => (context[key] = value))
const nested = (depth: number): unknown =>
  depth === 0 ? undefined : { ...payment(), context: { parent: nested(depth - 1) } }

describe('a file of transactions', () => {
  it('is read whole: every case of the corpus', () => {
    const { cases } = readCorpus()
    expect(readCases(JSON.stringify(cases)).map(({ id }) => id)).toEqual(cases.map(({ id }) => id))
  })

  it('holds as many signatures as are tried in bounded time, whichever way they are written', () => {
    const packed = (count: number) => `0x${'1b'.padStart(130, '7').repeat(count)}`
    const holding = (signatures: unknown) => ({ ...payment(), signatures })
    expect(refusal(Array.from({ length: 10 }, () => holding(packed(1_000))))).toBe('')
    expect(refusal(Array.from({ length: 11 }, () => holding(packed(1_000))))).toContain('11000 signatures')
    expect(
      refusal([holding(Array.from({ length: 9_000 }, () => packed(1))), holding(packed(1_000)), holding(packed(1))]),
    ).toContain('10001 signatures')
  })

  it('may hold one transaction, which is then item 0', () => {
    const one = changed((given) => delete given.id)
    expect(readCases(JSON.stringify(one)).map(({ id }) => id)).toEqual(['0'])
  })

  it('takes an absent or null key as not known, and no owners as well', () => {
    const known = readCases(JSON.stringify(CONTEXT('owners', [])))[0]?.context
    expect(known).not.toHaveProperty('owners')
    const empty = changed((given) => (given.context = { competing: [], threshold: null }))
    expect(readCases(JSON.stringify(empty))[0]?.context).toEqual({ competing: [] })
  })

  it.each([
    ['no JSON', '{"chainId":', /^the file is not valid JSON/],
    ['an empty array', [], /^the array is empty/],
    ['a number', 7, /^item 0 is 7; expected a JSON object\.$/],
    [
      'no chain',
      changed((given) => delete given.chainId),
      /^item 0, field chainId, is missing; expected a whole number/,
    ],
    ['chain 0', changed((given) => (given.chainId = 0)), /field chainId, is 0; expected a whole number from 1/],
    ['no Safe', changed((given) => delete given.safe), /field safe, is missing; expected an address/],
    [
      'an unknown version',
      changed((given) => (given.safeVersion = '2.0.0')),
      /field safeVersion, is "2\.0\.0"; expected a Safe/,
    ],
    ['no field', TX('nonce', undefined), /field tx\.nonce, is missing; expected a whole number from 0 to 2\^256 - 1/],
    ['a number beyond 2^256', TX('value', (1n << 256n).toString()), /field tx\.value, is "115792/],
    ['a negative number', TX('value', '-1'), /field tx\.value, is "-1"; expected a whole number/],
    ['hex where digits are due', TX('value', '0x10'), /field tx\.value, is "0x10"/],
    ['no text at all', TX('value', ''), /field tx\.value, is ""/],
    [
      'a number that JSON rounds',
      TX('value', 2 ** 60),
      /field tx\.value, is 1152921504606847000; expected a number above 2\^53 as text/,
    ],
    ['half a unit', TX('gasPrice', 0.5), /field tx\.gasPrice, is 0\.5/],
    [
      'a wrong checksum',
      TX('to', '0xC090682F12C01cF17056DFc90575fc9D4cc94244'),
      /field tx\.to, .*correct EIP-55 checksum/,
    ],
    ['a short address', TX('gasToken', '0x00'), /field tx\.gasToken, is "0x00"; expected an address/],
    ['odd hex', TX('data', '0xabc'), /field tx\.data, is "0xabc"; expected an even number of hex digits/],
    ['no hex', TX('data', 'deadbeef'), /field tx\.data, is "deadbeef"; expected bytes as 0x/],
    [
      'a fraction of an operation',
      TX('operation', 0.5),
      /field tx\.operation, is 0\.5; expected a whole number that is not/,
    ],
    ['a negative operation', TX('operation', -1), /field tx\.operation, is -1/],
    ['an operation in words', TX('operation', 'call'), /field tx\.operation, is "call"/],
    ['a short hash', changed((given) => (given.safeTxHash = '0x12')), /field safeTxHash, is "0x12"; expected a hash/],
    [
      'a context that is a list',
      changed((given) => (given.context = [] as never)),
      /field context, is an array of 0; expected a JSON/,
    ],
    ['an owner that is none', CONTEXT('owners', [7]), /field context\.owners\[0\], is 7; expected an address/],
    [
      'a token at no address',
      CONTEXT('tokens', { USDC: {} }),
      /field context\.tokens\.USDC, is "USDC"; expected an address/,
    ],
    ['a selector cut short', CONTEXT('selectorCandidates', { '0x12': [] }), /field context\.selectorCandidates\.0x12/],
    ['a queue without nonces', CONTEXT('competing', [{}]), /field context\.competing\[0\]\.nonce, is missing/],
    ['signatures without end', CONTEXT('confirmations', `0x${'11'.repeat(65_001)}`), /expected at most 65000 bytes/],
    ['parents without end', CONTEXT('parent', nested(12)), /expected at most 8 parents inside one another/],
    ['text that would break the line', TX('value', '1\n2\u202e'), /is "1\\n2‹U\+202E›"; expected/],
    ['an item in the middle', [payment(), TX('nonce', {})], /^item 1, field tx\.nonce, is an object/],
  ])('is refused for %s, in one line', (_what, value, sentence) => {
    expect(refusal(value)).toMatch(sentence)
    expect(refusal(value)).not.toContain('\n')
  })

  it('is refused for nesting without end, and does not overflow', () => {
    expect(refusal(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBe(
      'item 0 is an array of 1; expected a JSON object.',
    )
  })

  it('keeps operations that fit no SafeTx as they are', () => {
    const [big, text] = readCases(JSON.stringify([TX('operation', 257), TX('operation', `${(1n << 256n) + 1n}`)]))
    expect(big?.tx.operation).toBe(257)
    expect(text?.tx.operation).toBeGreaterThan(2 ** 255)
  })
})

describe('the form of the Safe Transaction Service', () => {
  const { tx, safe } = payment()
  const service = (change: Record<string, unknown> = {}) => ({
    ...{ safe, ...tx, chainId: 1, version: '1.4.1+L2', data: null, isExecuted: false, trusted: true },
    ...change,
  })

  it('is the same transaction', () => {
    const [own] = readCases(JSON.stringify(payment()))
    const [theirs] = readCases(JSON.stringify(service()))
    expect(theirs).toMatchObject({ safe: own?.safe, tx: own?.tx, signatures: [], context: {} })
  })

  it('brings signatures one by one and as they were sent', () => {
    const signature = `0x${'11'.repeat(64)}1b`
    const confirmations = [{ owner: safe, signature, signatureType: 'EOA', submissionDate: 'x' }]
    const [theirs] = readCases(JSON.stringify(service({ confirmations, signatures: signature })))
    expect(theirs?.signatures).toEqual([[{ owner: safe, signature }], [{ owner: null, signature }]])
  })

  it('is refused without its chain or version', () => {
    expect(refusal(service({ chainId: undefined }))).toMatch(/field chainId, is missing/)
    expect(refusal(service({ version: undefined }))).toMatch(/field version, is missing/)
    expect(refusal(service({ confirmations: [{ owner: safe, signature: '0x1' }] }))).toMatch(
      /field confirmations\[0\]\.signature, is "0x1"; expected an even/,
    )
  })
})

it('says of a list inside an object where the list is', () => {
  for (const key of ['cases', 'results'])
    expect(() => readCases(JSON.stringify({ count: 1, [key]: [{}] }))).toThrow(`an object with a list under ${key}`)
})
