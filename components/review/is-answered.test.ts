import { expect, it } from 'vitest'
import type { ChecklistLine } from '@/lib/approve/checklist'
import { isAnswered } from './is-answered'

const line: ChecklistLine = {
  kind: 'confirm',
  id: 'findings',
  challenge: 'Findings',
  response: 'None',
  isHolding: true,
}
const simulated = { kind: 'simulated' } as const

it('holds once no line is open and the own run is over, however it ended', () => {
  expect(isAnswered([], simulated, { kind: 'done' })).toBe(true)
  expect(isAnswered([], simulated, { kind: 'failed' })).toBe(true)
  expect(isAnswered([], { kind: 'unavailable' }, { kind: 'idle' })).toBe(true)
})

it('does not hold for evidence that became another one: no answer is left, and no run has begun', () => {
  expect(isAnswered([line], simulated, { kind: 'done' })).toBe(false)
  expect(isAnswered([], simulated, { kind: 'idle' })).toBe(false)
  expect(isAnswered([], simulated, { kind: 'running' })).toBe(false)
})
