import { type CallNode, isRead } from '@/lib/decode/types'
import { CallTree } from '../ui/call-tree'
import { Section } from '../ui/section'
import type { Assessed } from './assessed'
import { callNodes } from './call-nodes'
import type { ClauseFacts } from './clause-facts'
import { grouped } from './effect-words'

/** §3: what each call does. */
export function CallsSection({ assessed, clauses }: { assessed: Assessed; clauses: readonly ClauseFacts[] }) {
  const { call, findings } = assessed.assessment
  return (
    <Section id="s3" number="§3" title="What each call does" meta={encodingWords(call)} isMetaLong>
      <CallTree root={callNodes({ assessed, clauses, findings })} />
    </Section>
  )
}

function encodingWords(call: CallNode): string {
  const size = grouped((call.data.length - 2) / 2)
  if (call.data === '0x') return 'No calldata'
  const faults = anomaliesIn(call)
  if (faults.length > 0) return `${size} bytes of calldata: ${faults.join(', ')}`
  return isAllRead(call)
    ? `Re-encoding gives back the exact ${size} bytes`
    : `${size} bytes of calldata, not all of them read`
}

const anomaliesIn = (call: CallNode): readonly string[] => [
  ...new Set([...call.anomalies, ...call.children.flatMap(anomaliesIn)]),
]
const isAllRead = (call: CallNode): boolean => isRead(call) && call.children.every(isAllRead)
