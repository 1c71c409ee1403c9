import { expect, it } from 'vitest'
import { flagged } from '@/lib/assess/rules/flagged'
import { payEth, sampleFacts } from '@/tests/builders/sample-facts'

const LISTED = '0x4ae06b35878ede14587a7e88dc7f0f4047c33331'
const namedAs = (label: string) => {
  const known = [{ id: 'own', name: 'Own', sha256: '0x01', at: '2026-01-01T00:00:00.000Z', isStale: false }]
  const lists = { known, hits: [{ listId: 'own', address: LISTED, label }] } as const
  const [finding] = flagged.judge(sampleFacts({ legs: [payEth(1n, LISTED)], facts: { flagged: [LISTED], lists } }))
  return finding?.evidence.filter((line) => ['Named there', 'Letters'].includes(line.label)).map(({ value }) => value)
}

it('shows the letters of a listed name that is written to be read as another one, and of no other', () => {
  expect(namedAs('Lazarus')).toEqual(['Lazarus'])
  expect(namedAs('Лазарь Group')).toEqual(['Лазарь Group'])
  // The second letter is Cyrillic.
  expect(namedAs('Lаzarus Group')).toEqual(['Lаzarus Group', 'U+004C U+0430 U+007A U+0061 U+0072 U+0075 U+0073'])
  expect(namedAs('')).toEqual([])
})
