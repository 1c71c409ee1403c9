import { amountOf, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { EvidenceLine, Facts, Finding, Rule } from '@/lib/assess/types'
import type { Effects, InTurn, SimulationStatus } from '@/lib/simulate/types'

const codes = { QUEUE_DEPENDENT: 'medium' } as const
const say = reporter('in-turn', codes)

/** Whether it does the same once the withdrawals before it in the queue of its Safe are executed. */
export const inTurn: Rule = {
  id: 'in-turn',
  title: 'After those before it',
  codes,
  drifts: true,
  needs: { QUEUE_DEPENDENT: ['simulation', 'competing', 'onchainNonce'] },
  judge: (facts) => {
    const { effects } = facts
    const before = idsBefore(facts)
    // An absent simulation is a finding of its own.
    if (effects.kind === 'unavailable' || before.length === 0) return []
    const turn = effects.inTurn
    if (turn === undefined || !isSameSet(turn.after, before)) return [notRun(before, 'Nobody ran it so.')]
    if (turn.kind === 'unavailable') return [notRun(before, turn.reason)]
    if (turn.isSame)
      return [say.pass('QUEUE_DEPENDENT', `Simulated after ${wordsOf(before)}: it does the same as now.`)]
    return [depends(facts, effects, turn)]
  },
}

type Simulated = Extract<Effects, { kind: 'simulated' }>
type Run = Extract<InTurn, { kind: 'simulated' }>

function idsBefore({ staged, queue }: Facts): readonly string[] {
  const { onchainNonce, others } = queue
  if (onchainNonce === null) return []
  return others
    .filter(({ nonce }) => nonce >= onchainNonce && nonce < staged.tx.nonce)
    .sort((a, b) => (a.nonce < b.nonce ? -1 : 1))
    .map(({ id }) => id)
}

const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id))

function notRun(before: readonly string[], reason: string): Finding {
  const sentence = `Not simulated after ${wordsOf(before)}, so what it does then is not known. ${reason}`
  return say.unknown('QUEUE_DEPENDENT', { sentence })
}

function depends(facts: Facts, alone: Simulated, turn: Run): Finding {
  const after = wordsOf(turn.after)
  if (turn.failing !== null)
    return say.fail('QUEUE_DEPENDENT', {
      sentence: `Simulated after ${after}: ${turn.failing} itself reverts, and this waits for it.`,
    })
  const outcome =
    turn.status === alone.status
      ? 'it does something else than now'
      : `it ${ENDS[turn.status]}, and alone it ${ENDS[alone.status]}`
  return say.fail('QUEUE_DEPENDENT', {
    sentence: `It depends on what comes before it. Simulated after ${after}, ${outcome}.`,
    evidence: evidenceOf(facts, alone, turn),
  })
}

const ENDS: Readonly<Record<SimulationStatus, string>> = {
  success: 'succeeds',
  'inner-failure': 'uses up its nonce and does nothing',
  reverted: 'reverts',
}

function evidenceOf(facts: Facts, alone: Simulated, turn: Run): readonly EvidenceLine[] {
  const changes = new Map<string, { label: string; now: string; then: string }>()
  const put = (key: 'now' | 'then', { balances }: Pick<Simulated, 'balances'>) => {
    for (const { account, asset, before, after } of balances) {
      const name = `${account} ${asset}`
      const label = who(facts, account)
      const known = changes.get(name) ?? { label, now: 'nothing', then: 'nothing' }
      const sign = after > before ? '+' : '−'
      const units = after > before ? after - before : before - after
      changes.set(name, { ...known, [key]: `${sign}${amountOf(facts, asset, units)}` })
    }
  }
  put('now', alone)
  put('then', turn)
  return [...changes.values()]
    .filter(({ now, then }) => now !== then)
    .map(({ label, now, then }) => ({ label, value: `now ${now}, then ${then}` }))
}

const wordsOf = (ids: readonly string[]): string => {
  const [last] = ids.slice(-1)
  return ids.length < 2 ? `withdrawal ${last}` : `withdrawals ${ids.slice(0, -1).join(', ')} and ${last}`
}
