import { expect, it } from 'vitest'
import { unconfirmedReason } from '@/lib/execute/confirmed-by-nodes'
import type { NodeVoice } from '@/lib/simulate/types'
import { sampleFacts } from '@/tests/builders/sample-facts'

const voice = (over: Partial<NodeVoice>): NodeVoice => ({
  party: 'b.example',
  says: 'nothing',
  what: 'no answer',
  ...over,
})

function reasonOf(...voices: readonly NodeVoice[]): string | null {
  const { effects } = sampleFacts()
  if (effects.kind === 'unavailable') throw new Error('the sample is simulated')
  return unconfirmedReason({ ...effects, party: 'a.example', voices })
}

it('one other node that says the same is enough, whoever else is silent', () => {
  expect(reasonOf(voice({ says: 'same', what: '' }), voice({}))).toBeNull()
  expect(reasonOf(voice({}))).toContain('Only a.example says what this does; nothing from b.example (no answer)')
  expect(reasonOf(voice({}), voice({ party: 'c.example' }))).toContain('c.example')
})

it('a node that measures nothing confirms by the same block and end', () => {
  expect(reasonOf(voice({ isSameEnd: true }))).toBeNull()
})

it('a chain of one node has nobody to ask, and a contradiction blocks by itself', () => {
  expect(reasonOf()).toBeNull()
  expect(reasonOf(voice({ says: 'other', what: 'another block' }), voice({}))).toBeNull()
})
