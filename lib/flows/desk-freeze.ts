import 'server-only'
import type { Tx } from '@/db/client'
import { readFreezes } from '@/db/queries/freezes'
import { freezeOrder } from '@/db/schema/freeze'
import { installation } from '@/db/schema/installation'
import { freezeObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import type { AuditDraft } from '@/lib/flows/write'
import type { FreezeScope } from '@/lib/policy/freeze'

/** A freeze that the desk sets by itself; two people lift it. Belongs into a write of the system, which its leaf names. */
export async function freezeByDesk(tx: Tx, now: Date, scope: FreezeScope, reason: string): Promise<AuditDraft> {
  await tx.select({ id: installation.id }).from(installation).for('update')
  const values = { scopeKind: scope.kind, scopeId: scope.id, memberId: null, reason, at: now }
  const [frozen] = await tx.insert(freezeOrder).values(values).returning()
  if (!frozen) throw new Error('insert returned no row')
  await enqueue(tx, 'sign-checkpoint')
  return { action: 'freeze', subject: scope.id, object: freezeObject(frozen), reason }
}

/** The same where what it is set for may repeat: a freeze that stands already needs no more people to lift it. */
export async function freezeByDeskOnce(tx: Tx, now: Date, scope: FreezeScope, reason: string): Promise<AuditDraft[]> {
  // Locked before it is asked, or several at once would each see none.
  await tx.select({ id: installation.id }).from(installation).for('update')
  return (await reasonsOfDesk(tx, scope)).length > 0 ? [] : [await freezeByDesk(tx, now, scope, reason)]
}

/**
 * Why the desk itself has something frozen. Lifted freezes do not count, nor does one that somebody consented to lift: what
 * happens after somebody looked is news again.
 */
export async function reasonsOfDesk(tx: Tx, { kind, id }: FreezeScope): Promise<readonly string[]> {
  const freezes = await readFreezes(tx, null)
  return freezes
    .filter(
      (freeze) =>
        freeze.frozenBy === null && freeze.scope.kind === kind && freeze.scope.id === id && freeze.lifts.length === 0,
    )
    .map(({ reason }) => reason)
}
