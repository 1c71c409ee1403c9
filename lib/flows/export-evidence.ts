import 'server-only'
import { asc, eq, inArray, lt, lte, or } from 'drizzle-orm'
import { z } from 'zod'
import { readLatestCheckpoint, readLeaves } from '@/db/queries/log'
import { relatedIds } from '@/db/queries/story'
import { auditEvent, auditLeaf, auditPersonal } from '@/db/schema/audit'
import { installation } from '@/db/schema/installation'
import { withdrawalComment } from '@/db/schema/comment'
import { execution } from '@/db/schema/execution'
import { approval, rejection, review, signatureRequest, submission, withdrawal } from '@/db/schema/withdrawal'
import { subjectDigest } from '@/lib/approve/subjects'
import type { FactorProof } from '@/lib/approve/types'
import { auditFormats } from '@/lib/audit/formats/index'
import { readLeaf } from '@/lib/audit/leaf'
import { buildPack, sectionKey } from '@/lib/audit/pack'
import type { EvidencePack, PersonalValue } from '@/lib/audit/types'
import type { Json } from '@/lib/core/canonical'
import { contentDigest, type Digest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { commentObject } from '@/lib/flows/comment-content'
import * as content from '@/lib/flows/content'
import { executionObject } from '@/lib/flows/execution-content'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { withdrawalIdInput } from '@/lib/flows/inputs'
import { passkeySections } from '@/lib/flows/passkey-sections'
import { readWithdrawal } from '@/lib/flows/withdrawal-row'
import { write } from '@/lib/flows/write'

const input = z.strictObject({ withdrawalId: withdrawalIdInput })

/** A withdrawal's evidence as a file that verifies offline. Taking it is itself an event (SPEC §8). */
export const exportEvidence = defineFlow({
  verb: 'export-evidence',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: {
      action: 'export',
      subject: async (_ctx, posted) => ({ digest: subjectDigest('export', posted), policyVersion: 0 }),
    },
  },
  run: async (ctx, { withdrawalId }) => {
    await readWithdrawal(ctx.db, withdrawalId)
    const pack = await gatherPack(ctx, withdrawalId)
    const format = auditFormats.find(({ id }) => id === 'json')
    if (!format) throw new Error('the JSON format is registered')
    const text = format.render(pack)
    const named = content.named('export', withdrawalId, 1, { withdrawalId, digest: contentDigest(text) })
    return write(ctx, async () => [
      { filename: `${withdrawalId}-evidence.${format.extension}`, text },
      [{ action: 'export-evidence', subject: ctx.proof?.preimage.subject ?? '', object: named }],
    ])
  },
})

async function gatherPack({ db }: Ctx, withdrawalId: string): Promise<EvidencePack> {
  const checkpoint = await readLatestCheckpoint(db)
  const [installed] = await db.select().from(installation)
  if (!checkpoint || !installed)
    throw new AppError('UNAVAILABLE', 'The log has no checkpoint yet. The worker writes one every five minutes.')
  const setup = await readSetup(db, installed.id)
  const own = await sections(db, withdrawalId)
  const ids = [...(await relatedIds(db, withdrawalId)), ...own.map(({ id }) => id)]
  const rows = await db
    .select({ leaf: auditLeaf, personal: auditPersonal })
    .from(auditLeaf)
    .innerJoin(auditEvent, eq(auditEvent.id, auditLeaf.eventId))
    .leftJoin(auditPersonal, eq(auditPersonal.eventId, auditLeaf.eventId))
    .where(or(lte(auditLeaf.seq, setup.seq), inArray(auditLeaf.objectId, [...new Set(ids)])))
    .orderBy(asc(auditLeaf.seq))
  const covered = rows.filter(({ leaf }) => leaf.seq < checkpoint.size && leaf.objectType !== 'export')
  if (!covered.some(({ leaf }) => leaf.objectType === 'withdrawal'))
    throw new AppError(
      'UNAVAILABLE',
      'No checkpoint covers this withdrawal yet. The worker writes one every five minutes.',
    )
  const named = new Set(covered.map(({ leaf }) => `${leaf.objectType}/${leaf.objectId}`))
  const hashes: Digest[] = []
  for await (const page of readLeaves(db)) hashes.push(...page.map(({ hash }) => hash))
  const personal: PersonalValue[] = covered.flatMap(({ leaf, personal: value }) =>
    value ? [{ seq: leaf.seq, salt: value.salt as Digest, json: value.body }] : [],
  )
  return buildPack({
    installation: installed.id,
    publicKey: installed.logPublicKey,
    withdrawal: Object.fromEntries(
      [...own, setup.closing]
        .filter((one) => named.has(`${one.type}/${one.id}`))
        .map((one): [string, Json] => [sectionKey(one), one.content]),
    ),
    leaves: covered.map(({ leaf }) => leaf.json),
    leafHashes: hashes,
    checkpoint,
    personal,
  })
}

async function sections(db: Ctx['db'], id: string): Promise<content.Named[]> {
  const [rows, approvals, rejections, reviews, requests, submissions, executions, comments] = await Promise.all([
    db.select().from(withdrawal).where(eq(withdrawal.id, id)),
    db.select().from(approval).where(eq(approval.withdrawalId, id)),
    db.select().from(rejection).where(eq(rejection.withdrawalId, id)),
    db.select().from(review).where(eq(review.withdrawalId, id)),
    db.select().from(signatureRequest).where(eq(signatureRequest.withdrawalId, id)),
    db.select().from(submission).where(eq(submission.withdrawalId, id)),
    db.select().from(execution).where(eq(execution.withdrawalId, id)),
    db.select().from(withdrawalComment).where(eq(withdrawalComment.withdrawalId, id)),
  ])
  const proofs = [
    ...rows.map(({ stageProof }) => stageProof),
    ...[...approvals, ...submissions].map(({ proof }) => proof),
  ]
  const credentialIds = proofs.flatMap((proof) => (proof as Partial<FactorProof> | null)?.passkey?.credentialId ?? [])
  return [
    ...(await passkeySections(db, credentialIds)),
    ...rows.map(content.withdrawalObject),
    ...approvals.map(content.approvalObject),
    ...rejections.map(content.rejectionObject),
    ...reviews.map(content.reviewObject),
    ...requests.map(content.signatureRequestObject),
    ...submissions.flatMap((row) => [content.submissionObject(row), content.receiptObject(row)]),
    ...executions.map(executionObject),
    ...comments.map(commentObject),
  ]
}

// Every passkey rests on the setup, so a pack begins with all of it: the events up to the first that closes one.
async function readSetup(db: Ctx['db'], installationId: string): Promise<{ seq: number; closing: content.Named }> {
  const [last] = await db
    .select({ seq: auditLeaf.seq })
    .from(auditLeaf)
    .where(eq(auditLeaf.objectType, 'bootstrap'))
    .orderBy(asc(auditLeaf.seq))
    .limit(1)
  if (!last) throw new AppError('UNAVAILABLE', 'The setup of this desk is not in its log yet.')
  const rows = await db
    .select({ json: auditLeaf.json })
    .from(auditLeaf)
    .where(lt(auditLeaf.seq, last.seq))
    .orderBy(asc(auditLeaf.seq))
  const written = rows.flatMap(({ json }) => {
    const leaf = readLeaf(json)?.leaf
    return leaf?.outcome === 'done' ? [leaf.object] : []
  })
  return { seq: last.seq, closing: content.bootstrapObject(installationId, written) }
}
