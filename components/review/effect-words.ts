import { displayText } from '@/lib/core/display-text'
import type { Effects, InTurn } from '@/lib/simulate/types'

/** Why nothing is paid or nothing is known, in a sentence; null when the call succeeds. */
export function noEffectWords(effects: Effects): string | null {
  if (effects.kind === 'unavailable')
    return `Effects unknown. ${displayText(effects.party)}: ${displayText(effects.reason)}`
  const reason = effects.revertReason === null ? '' : ` It says “${displayText(effects.revertReason)}”.`
  if (effects.status === 'reverted') return `Nothing happens: the transaction reverts.${reason}`
  if (effects.status === 'inner-failure') return `Nothing is paid: the inner call fails and the nonce is used.${reason}`
  return null
}

/** "simulated in 3 environments at block 21,891,902, guard included". */
export function effectSource(effects: Effects): string {
  if (effects.kind === 'unavailable') return 'not simulated'
  const count = effects.environments.length
  const where = `simulated in ${count} ${count === 1 ? 'environment' : 'environments'} at block ${grouped(effects.block.number)}`
  return effects.inTurn === undefined ? where : `${where}, ${inTurnWords(effects.inTurn)}`
}

/** Whether it was run after those before it in the queue, and what came of that. */
function inTurnWords(turn: InTurn): string {
  const after = `after ${turn.after.join(', ')}`
  if (turn.kind === 'unavailable') return `not ${after}`
  return turn.isSame ? `and ${after} alike` : `and ${after} otherwise`
}

/** Thousands in groups, as everywhere. */
export const grouped = (count: bigint | number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',')
