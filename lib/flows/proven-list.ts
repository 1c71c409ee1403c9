import 'server-only'
import { and, asc, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import { type intelligenceList, listChange, listLook, listSnapshot } from '@/db/schema/lists'
import { changeListSubject, importListSubject } from '@/lib/approve/list-subjects'
import type { FactorProof } from '@/lib/approve/types'
import { isFoundListSealed } from '@/lib/audit/list-seal'
import type { AuditObject } from '@/lib/audit/types'
import type { Digest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { differs } from '@/lib/flows/differs'
import type { Ctx } from '@/lib/flows/flow'
import { listChangeObject, listLookObject, listSnapshotObject } from '@/lib/flows/list-content'
import { isProvenAnswer, type Proven } from '@/lib/flows/proven-answer'

type Where = Pick<Ctx, 'db' | 'logPublicKey'>
type ListRow = typeof intelligenceList.$inferSelect
type ChangeRow = typeof listChange.$inferSelect
type SnapshotRow = typeof listSnapshot.$inferSelect
type LookRow = typeof listLook.$inferSelect

/** How a list is kept, by an admin's passkey; null where nobody changed it. @throws AppError BLOCKED */
export async function provenChange({ db }: Where, proven: Proven, list: ListRow): Promise<ChangeRow | null> {
  const rows = await db
    .select()
    .from(listChange)
    .where(eq(listChange.listId, list.id))
    .orderBy(desc(listChange.number))
    .limit(1)
  const newest = assertNewest(proven, list, 'list-change', rows)
  if (newest === null) return null
  await assertLogged(proven, listChangeObject(newest))
  await assertChanged(proven, list, newest)
  return newest
}

/** What a list says now: the newest snapshot that the log has, vouched for. Null before the first. @throws AppError BLOCKED */
export async function provenSnapshot(ctx: Where, proven: Proven, list: ListRow): Promise<SnapshotRow | null> {
  const rows = await ctx.db
    .select()
    .from(listSnapshot)
    .where(eq(listSnapshot.listId, list.id))
    .orderBy(desc(listSnapshot.number))
    .limit(1)
  const newest = assertNewest(proven, list, 'list-snapshot', rows)
  if (newest === null) return null
  await assertLogged(proven, listSnapshotObject(newest))
  if (newest.addresses === null)
    throw new AppError(
      'BLOCKED',
      `${list.name} was imported before the log named its addresses. Import it anew; nothing was handed over.`,
    )
  if (newest.memberId !== null) await assertImported(ctx, proven, list, newest)
  return newest
}

/** Since when a snapshot is known to be what its source says. One that nobody imported needs a look that found it. @throws AppError BLOCKED */
export async function provenFreshness(ctx: Where, proven: Proven, list: ListRow, snapshot: SnapshotRow): Promise<Date> {
  const [look] = await ctx.db
    .select()
    .from(listLook)
    .where(
      and(
        eq(listLook.listId, list.id),
        eq(listLook.snapshotNumber, snapshot.number),
        inArray(listLook.outcome, ['new', 'unchanged']),
        isNotNull(listLook.seal),
      ),
    )
    .orderBy(desc(listLook.number))
    .limit(1)
  if (!look) {
    if (snapshot.memberId === null) throw unvouched(list)
    return snapshot.at
  }
  await assertLogged(proven, listLookObject(look))
  await assertSealed(ctx, proven, list, { look, snapshot })
  return look.at > snapshot.at || snapshot.memberId === null ? look.at : snapshot.at
}

// The rows must go as far as the log does, and no further.
function assertNewest<Row extends { number: number }>(
  { log }: Proven,
  { id }: ListRow,
  type: string,
  [row]: readonly Row[],
): Row | null {
  const numbers = log
    .idsOf(type)
    .flatMap((name) => (name.startsWith(`${id}/`) ? [Number(name.slice(id.length + 1))] : []))
  if ((row?.number ?? 0) !== Math.max(0, ...numbers)) throw differs({ type: 'list', id })
  return row ?? null
}

// None of these rows ever changes, so its first event counts.
async function assertLogged({ log }: Proven, object: AuditObject): Promise<void> {
  const [first] = await log.leavesAbout([object.type], object.id)
  if (first?.object.contentHash !== object.contentHash) throw differs(object)
}

async function assertChanged(proven: Proven, list: ListRow, row: ChangeRow): Promise<void> {
  const { listId, number, maxAgeHours, url, isRetired, reason, memberId } = row
  const isProven = await isProvenAnswer(proven, {
    ...{ object: listChangeObject(row), memberId, proof: row.proof as FactorProof, action: 'change-list' },
    subject: changeListSubject({ listId, number, maxAgeHours, url, isRetired, reason }),
    roles: ['admin'],
  })
  if (!isProven)
    throw new AppError(
      'BLOCKED',
      `How the list ${list.name} is kept was confirmed by nobody who is an admin now. An admin says it anew under Lists; nothing was handed over.`,
    )
}

async function assertImported({ db }: Where, proven: Proven, list: ListRow, row: SnapshotRow): Promise<void> {
  const { id: listId, name, source, format } = list
  const { sha256, addresses, entries: count, memberId } = row
  const changes = await db
    .select({ maxAgeHours: listChange.maxAgeHours })
    .from(listChange)
    .where(eq(listChange.listId, listId))
    .orderBy(asc(listChange.number))
  // Whoever imported it confirmed the age that it was allowed then, which decides nothing any more.
  for (const maxAgeHours of new Set([list, ...changes].map((kept) => kept.maxAgeHours))) {
    const isProven = await isProvenAnswer(proven, {
      ...{ object: listSnapshotObject(row), memberId: memberId ?? '', proof: row.proof as FactorProof },
      action: 'import-list',
      subject: importListSubject({
        ...{ listId, name, source, format, maxAgeHours, count },
        ...{ sha256: sha256 as Digest, addresses: addresses as Digest },
      }),
      roles: ['admin', 'compliance'],
    })
    if (isProven) return
  }
  throw unvouched(list)
}

async function assertSealed(
  { db, logPublicKey }: Where,
  proven: Proven,
  list: ListRow,
  { look, snapshot }: { look: LookRow; snapshot: SnapshotRow },
): Promise<void> {
  const [bound] = await db
    .select()
    .from(listChange)
    .where(and(eq(listChange.listId, list.id), eq(listChange.number, look.changeNumber ?? 0)))
  if (!bound || bound.url === null || bound.url !== look.url) throw unvouched(list)
  await assertLogged(proven, listChangeObject(bound))
  const found = {
    ...{ installation: proven.installation, listId: list.id, number: look.number, changeNumber: bound.number },
    ...{ url: bound.url, snapshotNumber: snapshot.number, at: look.at.toISOString() },
    ...{ sha256: snapshot.sha256 as Digest, addresses: snapshot.addresses as Digest },
  }
  if (look.seal === null || !isFoundListSealed(found, look.seal, logPublicKey)) throw unvouched(list)
  await assertChanged(proven, list, bound)
}

const unvouched = ({ name }: ListRow) =>
  new AppError(
    'BLOCKED',
    `What the list ${name} says was confirmed by nobody who imports lists now, nor by the worker. Import it anew; nothing was handed over.`,
  )
