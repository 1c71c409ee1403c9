import { findChain } from '@/lib/chains/index'
import type { StoryEvent } from '@/db/queries/story'
import { moveOf, type WithdrawalState } from '@/lib/stage/lifecycle'
import type { LifecycleStep } from '../ui/lifecycle-scale'
import { stateWords } from '../ui/state-words'
import { clockMinute, duration } from './times'

/** The road of an ordinary withdrawal. */
const ROAD = [
  'staged',
  'screening',
  'awaiting-approvals',
  'cooling',
  'ready',
  'executing',
  'confirming',
  'executed',
] as const
type Stop = (typeof ROAD)[number]

export type LifecycleFacts = {
  readonly state: WithdrawalState
  readonly stagedAt: Date
  readonly stateSince: Date
  readonly delaySeconds: number
  readonly chainId: number
  readonly wasApproved: boolean
  /** What the log tells, oldest first. */
  readonly story: readonly Pick<StoryEvent, 'action' | 'outcome' | 'at'>[]
}

/** The scale: what was, where it stands, what is ahead, and what can no longer happen. */
export function lifecycleSteps(facts: LifecycleFacts): readonly LifecycleStep[] {
  const { state } = facts
  const at = ROAD.findIndex((stop) => stop === state)
  const stepOf = (stop: Stop, where: LifecycleStep['at']): LifecycleStep => ({
    name: stateWords(stop).word,
    at: where,
    ...(where === 'never' ? {} : whenOf(stop, where, facts)),
  })
  if (at >= 0)
    return ROAD.map((stop, place) =>
      stepOf(stop, place < at || state === 'executed' ? 'done' : place === at ? 'now' : 'ahead'),
    )
  const isInScreening = state === 'blocked' || state === 'held'
  const left = isInScreening ? 1 : state === 'failed-onchain' ? 7 : facts.wasApproved ? 3 : 2
  const name = isInScreening ? `${stateWords(state).word} in screening` : stateWords(state).word
  return [
    ...ROAD.slice(0, left).map((stop) => stepOf(stop, 'done')),
    { name, at: state === 'held' ? 'now' : 'stopped', when: clockMinute(facts.stateSince) },
    ...ROAD.slice(isInScreening ? left + 1 : left).map((stop) => stepOf(stop, state === 'held' ? 'ahead' : 'never')),
  ]
}

function whenOf(stop: Stop, where: LifecycleStep['at'], facts: LifecycleFacts): { when?: string } {
  const { stagedAt, state, stateSince, delaySeconds, chainId } = facts
  if (stop === 'staged' || stop === 'screening') return { when: clockMinute(stagedAt) }
  if (stop === state) return { when: clockMinute(stateSince) }
  if (where === 'done') return reachedAt(stop, facts)
  if (stop === 'cooling') return { when: delaySeconds === 0 ? 'none' : duration(delaySeconds) }
  if (stop === 'confirming') {
    const depth = findChain(chainId)?.finalityDepth
    return depth === undefined ? {} : { when: `${depth} ${depth === 1 ? 'block' : 'blocks'}` }
  }
  return {}
}

// When it came there last: a review that changed sends it back, and it comes again.
function reachedAt(stop: Stop, { story, delaySeconds }: LifecycleFacts): { when?: string } {
  const reached = story.findLast(({ action, outcome }) => outcome === 'done' && moveOf(action)?.to === stop)
  if (reached !== undefined) return { when: clockMinute(reached.at) }
  return stop === 'cooling' && delaySeconds === 0 ? { when: 'none' } : {}
}
