import { expect, it } from 'vitest'
import { nodes } from '@/lib/assess/rules/nodes'
import type { NodeVoice } from '@/lib/simulate/types'
import { sampleFacts } from '@/tests/builders/sample-facts'

const voice = (party: string, says: NodeVoice['says'], what = ''): NodeVoice => ({ party, says, what })
const judged = (...voices: readonly NodeVoice[]) =>
  nodes.judge(sampleFacts({ effects: { party: 'a.example', voices } }))

it('passes where another node says the same, and where there is no other', () => {
  const [finding] = judged(voice('b.example', 'same'), voice('c.example', 'nothing', 'late'))
  expect(finding).toMatchObject({ outcome: 'pass', sentence: expect.stringContaining('a.example and b.example know') })
  expect(judged()).toMatchObject([{ outcome: 'pass', sentence: expect.stringContaining('one node') }])
  expect(nodes.judge(sampleFacts())).toMatchObject([{ outcome: 'pass' }])
})

it('does not know which of two is right, and stops', () => {
  const [finding] = judged(voice('b.example', 'other', 'its block 7 is another one'))
  expect(finding).toMatchObject({ outcome: 'unknown', severity: 'critical', code: 'NODES_DISAGREE' })
  expect(finding?.sentence).toContain('a.example and b.example each say something else.')
  expect(finding?.evidence).toEqual([{ label: 'b.example', value: 'its block 7 is another one' }])
})

it('names the one that stands alone among three, also where it is the one that is shown', () => {
  const liar = judged(voice('b.example', 'same'), voice('c.example', 'other', 'there it reverts'))
  expect(liar[0]?.sentence).toContain('c.example stands alone against a.example and b.example.')
  const shown = judged(voice('b.example', 'other', 'x'), voice('c.example', 'other', 'x'))
  expect(shown).toMatchObject([{ outcome: 'unknown', severity: 'critical' }])
  expect(shown[0]?.sentence).toContain('a.example stands alone against b.example and c.example.')
})

it('says where nobody confirms it', () => {
  expect(judged(voice('b.example', 'nothing', 'No answer within 3 s.'))).toMatchObject([
    {
      ...{ code: 'NODES_UNCONFIRMED', outcome: 'fail', severity: 'medium' },
      sentence: 'a.example alone says what this does: nothing from b.example confirms it.',
    },
  ])
})
