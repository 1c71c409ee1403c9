import { setTimeout as sleep } from 'node:timers/promises'
import { subjectDigest } from '@/lib/approve/subjects'
import { readLeaf } from '@/lib/audit/leaf'
import { readExport } from '@/lib/audit/read-export'
import type { Leaf } from '@/lib/audit/types'
import { verifyLog } from '@/lib/audit/verify'
import { Person } from '@/lib/desk/rehearsal/person'

const WITHIN_MS = 60_000

/**
 * The log as a reviewer takes it along, verified with nothing but itself and the key that the desk was started with.
 * @param isComplete waits until a checkpoint covers what is looked for
 * @throws Error when it does not verify
 */
export async function takeWholeLog(
  desk: { url: string; chainId: number; publicKey: string },
  isComplete: (leaves: readonly Leaf[]) => boolean,
): Promise<readonly Leaf[]> {
  const noor = new Person(desk.url, 'noor')
  await noor.signIn(desk.chainId)
  const deadline = performance.now() + WITHIN_MS
  for (;;) {
    const bound = { action: 'export' as const, subject: subjectDigest('export', 'log'), policyVersion: 0 }
    const { text } = (await noor.confirm('export-log', bound, {})) as { text: string }
    const log = readExport(text)
    if (log.format !== 'countersign-log/1') throw new Error('the export is no log')
    const verdict = verifyLog(log, desk.publicKey)
    if (!verdict.ok) throw new Error(`the log does not verify: ${verdict.sentence}`)
    const leaves = log.leaves.flatMap((json) => readLeaf(json)?.leaf ?? [])
    if (isComplete(leaves) || performance.now() > deadline) return leaves
    await sleep(1_000)
  }
}
