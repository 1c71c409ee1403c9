import 'server-only'
import { asc, eq, inArray } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { passkeyEnrolment } from '@/db/schema/enrolment'
import { withdrawalHold, withdrawalRelease } from '@/db/schema/hold'
import { member, passkey } from '@/db/schema/member'
import { approval, review, signatureRequest, submission, withdrawal } from '@/db/schema/withdrawal'
import type { FactorProof } from '@/lib/approve/types'

/** A review as the person was shown it. */
export type ShownTo = { readonly at: Date; readonly verdict: string; readonly digest: string }

/** The passkey that proved a step. What it says of its model nobody attests. */
export type UsedFactor = {
  /** What its member calls it; null for those that the desk was set up with. */
  readonly label: string | null
  readonly aaguid: string
  readonly isDemo: boolean
}

/** What stands behind events of a withdrawal, by the id of the object each is about. */
export type StoryGrounds = {
  readonly shown: ReadonlyMap<string, ShownTo>
  readonly factors: ReadonlyMap<string, UsedFactor>
  /** Whose approval it is. */
  readonly approvers: ReadonlyMap<string, string>
}

/** The reviews that approvers of a withdrawal were shown and bound, and the passkeys behind its steps. */
export async function readStoryGrounds(db: Reader, withdrawalId: string): Promise<StoryGrounds> {
  const [reviews, requests, approvals, handOvers, releases, [staged]] = await Promise.all([
    db
      .select({ id: review.id, at: review.at, verdict: review.verdict, digest: review.digest })
      .from(review)
      .where(eq(review.withdrawalId, withdrawalId))
      .orderBy(asc(review.at)),
    db.select().from(signatureRequest).where(eq(signatureRequest.withdrawalId, withdrawalId)),
    db
      .select({ row: approval, name: member.name })
      .from(approval)
      .innerJoin(member, eq(member.id, approval.memberId))
      .where(eq(approval.withdrawalId, withdrawalId)),
    db
      .select({ id: submission.id, proof: submission.proof })
      .from(submission)
      .where(eq(submission.withdrawalId, withdrawalId)),
    db
      .select({ holdId: withdrawalRelease.holdId, proof: withdrawalRelease.proof })
      .from(withdrawalRelease)
      .innerJoin(withdrawalHold, eq(withdrawalHold.id, withdrawalRelease.holdId))
      .where(eq(withdrawalHold.withdrawalId, withdrawalId)),
    db.select({ proof: withdrawal.stageProof }).from(withdrawal).where(eq(withdrawal.id, withdrawalId)),
  ])
  const shown = new Map<string, ShownTo>()
  for (const { id, reviewId } of requests) {
    const found = reviews.find((one) => one.id === reviewId)
    if (found) shown.set(id, found)
  }
  for (const { row } of approvals) {
    const own = requests.filter(({ memberId, at }) => memberId === row.memberId && at <= row.at)
    const found = reviews.findLast(
      ({ id, digest }) => digest === row.evidenceDigest && own.some(({ reviewId }) => reviewId === id),
    )
    if (found) shown.set(row.id, found)
  }
  const proofs = [
    ...approvals.map(({ row }) => [row.id, row.proof] as const),
    ...handOvers.map(({ id, proof }) => [id, proof] as const),
    ...releases.map(({ holdId, proof }) => [`${withdrawalId}/${holdId}`, proof] as const),
    ...(staged ? [[withdrawalId, staged.proof] as const] : []),
  ]
  return {
    shown,
    factors: await readFactors(db, proofs),
    approvers: new Map(approvals.map(({ row, name }) => [row.id, name])),
  }
}

async function readFactors(
  db: Reader,
  proofs: readonly (readonly [string, unknown])[],
): Promise<Map<string, UsedFactor>> {
  const credentials = proofs.flatMap(([id, proof]) => {
    const used = (proof as Partial<FactorProof> | null)?.passkey?.credentialId
    return used === undefined ? [] : [[id, used] as const]
  })
  if (credentials.length === 0) return new Map()
  const rows = await db
    .select({
      credentialId: passkey.credentialId,
      label: passkeyEnrolment.label,
      aaguid: passkey.aaguid,
      isDemo: passkey.isDemo,
    })
    .from(passkey)
    .leftJoin(passkeyEnrolment, eq(passkeyEnrolment.credentialId, passkey.credentialId))
    .where(inArray(passkey.credentialId, [...new Set(credentials.map(([, used]) => used))]))
  const found = new Map(rows.map(({ credentialId, ...factor }) => [credentialId, factor]))
  return new Map(
    credentials.flatMap(([id, used]) => {
      const factor = found.get(used)
      return factor ? [[id, factor] as const] : []
    }),
  )
}
