import { displayText } from '@/lib/core/display-text'
import type { TraceFrame } from '@/lib/simulate/frames'
import { revertText } from '@/lib/simulate/revert-reason'
import type { Frame } from '@/lib/simulate/types'

/** The call tree as it is shown and stored: outputs and logs are left out, a failed frame keeps what it says of it. */
export function toFrame(trace: TraceFrame): Frame {
  const { kind, from, to, value, input, error, gasUsed, calls } = trace
  const reason = error === null ? null : (revertText(trace.output) ?? displayText(error))
  return {
    ...{ kind, from, to, value, input, error },
    ...(reason !== null && { reason }),
    gasUsed,
    calls: calls.map(toFrame),
  }
}
