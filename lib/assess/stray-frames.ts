import { allCalls } from '@/lib/assess/calls'
import type { Facts } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { Frame, SafeState } from '@/lib/simulate/types'

/**
 * Calls that the Safe makes while the transaction runs and that no decoded call announces: a module or hook acting in
 * its name. The Safe's own questions to its guard and fallback handler are not among them.
 */
export function strayFrames(facts: Pick<Facts, 'call' | 'staged'>, state: SafeState, root: Frame): readonly Frame[] {
  const safe = facts.staged.safe.address
  const asked = [state.guard, state.moduleGuard, state.fallbackHandler]
  const announced = new Map<string, number>()
  for (const { node, actor } of allCalls(facts)) {
    if (node.operation === 1 || !isSameAddress(actor, safe)) continue
    const key = callKey(node.target, node.value, node.data)
    announced.set(key, (announced.get(key) ?? 0) + 1)
  }
  return allFrames(root).filter(({ kind, from, to, value, input }) => {
    if (kind.toUpperCase() !== 'CALL' || !isSameAddress(from, safe)) return false
    if (value === 0n && asked.some((it) => isSameAddress(it, to))) return false
    const key = callKey(to, value, input)
    const left = announced.get(key) ?? 0
    announced.set(key, left - 1)
    return left <= 0
  })
}

const callKey = (to: string, value: bigint, data: string) => `${to.toLowerCase()} ${value} ${data.toLowerCase()}`

function allFrames(frame: Frame): readonly Frame[] {
  return [frame, ...frame.calls.flatMap(allFrames)]
}
