import { describe, expect, it } from 'vitest'
import { STATES } from '@/lib/stage/lifecycle'
import { lifecycleSteps } from './lifecycle-steps'

const facts = {
  stagedAt: new Date('2025-02-21T02:14:08Z'),
  stateSince: new Date('2025-02-21T02:31:00Z'),
  delaySeconds: 7200,
  chainId: 31337,
  wasApproved: true,
  story: [],
}
const told = (state: (typeof STATES)[number], wasApproved = true) =>
  lifecycleSteps({ ...facts, state, wasApproved }).map(({ name, at }) => `${name} ${at}`)

describe('the lifecycle scale', () => {
  it('points at where it stands', () => {
    expect(told('awaiting-approvals').slice(1, 4)).toEqual([
      'Screening done',
      'Awaiting approvals now',
      'Cooling ahead',
    ])
    expect(told('executed').every((step) => step.endsWith('done'))).toBe(true)
  })

  it('strikes out what can no longer happen', () => {
    expect(told('blocked').slice(0, 3)).toEqual([
      'Staged done',
      'Blocked in screening stopped',
      'Awaiting approvals never',
    ])
    expect(told('rejected', false).slice(2, 4)).toEqual(['Rejected stopped', 'Awaiting approvals never'])
    expect(told('failed-onchain').slice(-2)).toEqual(['Failed on chain stopped', 'Executed never'])
  })

  it('has exactly one pointer or end for every state but executed', () => {
    for (const state of STATES.filter((one) => one !== 'executed'))
      expect(told(state).filter((step) => / (now|stopped)$/.test(step))).toHaveLength(1)
  })

  it('says when it came to what it has passed, by the log, and the last time where it came twice', () => {
    const move = (action: string, at: string, outcome = 'done') => ({ action, outcome, at: new Date(at) })
    const story = [
      move('withdrawal screening → awaiting-approvals', '2025-02-21T02:14:09Z'),
      move('withdrawal awaiting-approvals → ready', '2025-02-21T02:20:00Z'),
      move('withdrawal ready → awaiting-approvals', '2025-02-21T02:21:00Z'),
      move('withdrawal awaiting-approvals → ready', '2025-02-21T02:25:00Z'),
      move('withdrawal ready → executing', '2025-02-21T02:26:00Z', 'refused'),
      move('withdrawal ready → executing', '2025-02-21T02:30:00Z'),
    ]
    const steps = lifecycleSteps({ ...facts, delaySeconds: 0, state: 'confirming', story })
    expect(steps.map(({ when }) => when?.replace(' UTC', ''))).toEqual([
      ...['02:14', '02:14', '02:21', 'none', '02:25', '02:30', '02:31', undefined],
    ])
  })

  it('says how long it cools', () => {
    expect(lifecycleSteps({ ...facts, state: 'staged' }).find(({ name }) => name === 'Cooling')?.when).toBe('2 h')
  })
})
