import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { expect, it } from 'vitest'
import { buildLeaf, personalDigest, readLeaf } from '@/lib/audit/leaf'
import { sampleEvent } from '@/tests/builders/sample-log'
import { sha256Hex } from '@/lib/core/digest'

const { json, hash } = buildLeaf(sampleEvent(3), 3)

it('is the canonical JSON of SPEC §8 and its RFC 6962 leaf hash', () => {
  expect(json).toMatch(/^\{"action":"stage","actor":\{"id":"m1","kind":"member"\},"at":"2025-01-02T03:04:05.678Z",/)
  expect(Object.keys(JSON.parse(json))).toEqual(
    'action actor at object outcome personal reason seq subject v'.split(' '),
  )
  expect(hash).toBe(`0x${bytesToHex(sha256(concatBytes(Uint8Array.of(0), utf8ToBytes(json))))}`)
})

it('reads back exactly what was built', () => {
  expect(readLeaf(json)).toEqual({ leaf: { ...sampleEvent(3), v: 1, seq: 3 }, hash })
})

it('survives text that JSON has to escape', () => {
  const built = buildLeaf({ ...sampleEvent(0), reason: 'a"\\\u0000\u2028é\ud800 \u{1f512}' }, 0)
  expect(readLeaf(built.json)?.hash).toBe(built.hash)
})

it('leaves an absent actor id out', () => {
  expect(buildLeaf({ ...sampleEvent(0), actor: { kind: 'system' } }, 0).json).toContain('"actor":{"kind":"system"}')
})

it('reads nothing that is not canonical, complete and closed', () => {
  const altered = [
    json.replace(',', ', '),
    `${json}\n`,
    json.replace('"v":1', '"v":2'),
    json.replace('"v":1', '"v":1.0'),
    json.replace('"v":1', '"v":1,"w":1'),
    json.replace('"v":1', '"v":1,"v":1'),
    json.replace('"seq":3', '"seq":-3'),
    json.replace('"subject":"",', ''),
    json.replace('"stage"', '"\\u0073tage"'),
    json.replace('.678Z', 'Z'),
    '',
    'null',
    '[]',
  ]
  for (const text of altered) {
    expect(text).not.toBe(json)
    expect(readLeaf(text)).toBeNull()
  }
})

it('builds no leaf that could not be read back', () => {
  expect(() => buildLeaf({ ...sampleEvent(0), at: '2025-01-02 03:04:05+00' }, 0)).toThrow()
  expect(() => buildLeaf(sampleEvent(0), -1)).toThrow()
})

it('commits to personal values with the salt in front', () => {
  const salt = sha256Hex('salt')
  const expected = sha256(concatBytes(sha256(utf8ToBytes('salt')), utf8ToBytes('{"name":"Ada"}')))
  expect(personalDigest(salt, '{"name":"Ada"}')).toBe(`0x${bytesToHex(expected)}`)
})
