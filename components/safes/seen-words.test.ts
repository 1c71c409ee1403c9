import { expect, it } from 'vitest'
import { SEEN_KINDS } from '@/lib/execute/seen-transfers'
import { seenSentence } from './seen-words'

it('says a sentence of every kind', () => {
  for (const kind of SEEN_KINDS) expect(seenSentence({ kind, units: 5n })).toMatch(/^[A-Z].*\.$/)
  expect(seenSentence({ kind: 'bait', units: 0n })).toContain('sent nothing')
  expect(seenSentence({ kind: 'bait', units: 1n })).not.toContain('sent nothing')
})
