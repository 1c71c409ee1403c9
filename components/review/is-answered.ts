import type { ChecklistLine } from '@/lib/approve/checklist'
import type { Effects } from '@/lib/simulate/types'
import type { ProofState } from './use-proof'

/**
 * Whether every line of this very evidence is answered and this browser's own run of it is over. Another digest begins
 * with no answer and no run, so an open dialog signs nothing that nobody read.
 */
export function isAnswered(
  openLines: readonly ChecklistLine[],
  effects: Pick<Effects, 'kind'>,
  proof: Pick<ProofState, 'kind'>,
): boolean {
  // Where nothing was simulated there is nothing to run, and nobody can approve.
  const isRunDue = effects.kind === 'simulated' && (proof.kind === 'idle' || proof.kind === 'running')
  return openLines.length === 0 && !isRunDue
}
