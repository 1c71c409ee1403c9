import { describe, expect, it } from 'vitest'
import { POLICY } from '@/tests/builders/policies'
import { versionsSince, withVersion } from './policy-meanwhile'

const of = (version: number) => ({ ...POLICY, version })
const said = (...versions: number[]) => versions.map((version) => ({ policy: of(version) }))
const since = (base: readonly [number, number], active: number, ...versions: number[]) =>
  versionsSince({ active: of(base[0]), version: base[1] }, of(active), said(...versions)).map(
    ({ policy }) => policy.version,
  )

describe('what happened while somebody typed', () => {
  it('is nothing while the same version counts and none came', () => {
    expect(since([1, 2], 1, 1)).toEqual([])
    expect(since([1, 3], 1, 2, 1)).toEqual([])
  })

  it('is each version that was agreed to meanwhile, whether it counts or cools', () => {
    expect(since([1, 2], 2, 2, 1)).toEqual([2])
    expect(since([1, 2], 1, 3, 2, 1)).toEqual([3, 2])
  })

  it('is a version that cooled when they began and counts now', () => expect(since([1, 3], 2, 2, 1)).toEqual([2]))
})

it('gives what was typed another number and keeps the rest, half typed too', () => {
  expect(withVersion('{ "id": "p", "version": 2, "rules": [ {"name": "version: 2"', 7)).toBe(
    '{ "id": "p", "version": 7, "rules": [ {"name": "version: 2"',
  )
  expect(withVersion('{ "version":2 }', 3)).toBe('{ "version":3 }')
  expect(withVersion('{}', 3)).toBe('{}')
})
