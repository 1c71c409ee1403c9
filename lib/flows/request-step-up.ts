import 'server-only'
import { randomBytes } from 'node:crypto'
import { desc } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import { listOwnPasskeys, type OwnPasskey } from '@/db/queries/member'
import { auditCheckpoint } from '@/db/schema/audit'
import { installation } from '@/db/schema/installation'
import { buildPreimage, CHALLENGE_SECONDS, challengeOf } from '@/lib/approve/preimage'
import type { StepUpAction, StepUpPreimage } from '@/lib/approve/types'
import { canonicalize } from '@/lib/core/canonical'
import { type Digest, sha256Hex } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { burnRate, issueChallenge } from '@/lib/flows/burn'
import { defineFlow } from '@/lib/flows/flow'
import { proveGrowth } from '@/lib/flows/prove-log'

const ACTIONS = [
  'stage',
  'approve',
  'execute',
  'export',
  'enrol-passkey',
  'unfreeze',
  'release',
  'issue-enrolment-code',
  'retire-passkey',
  'propose-change',
  'agree-to-change',
  'import-list',
  'change-list',
  'notify-at',
] as const satisfies readonly StepUpAction[]

export type IssuedStepUp = {
  readonly challengeId: string
  /** Compared by the browser with the one it builds from what it displays, before it asks the authenticator. */
  readonly preimage: StepUpPreimage
  readonly rpId: string
  readonly credentialIds: readonly string[]
  /** From what this browser saw of the log to the checkpoint in the preimage; empty where there is nothing between. */
  readonly growth: readonly Digest[]
}

/**
 * Issues a bound challenge for one action on one subject, good once for 120 s (SPEC §5). The subject is the browser's
 * word; the flow it is for computes it again from its own rows before it believes the answer.
 * @throws AppError STEP_UP_REFUSED when none of the member's passkeys counts now
 */
export const requestStepUp = defineFlow({
  verb: 'request-step-up',
  entrance: 'door',
  input: z.strictObject({
    action: z.enum(ACTIONS),
    subject: z
      .string()
      .regex(/^0x[0-9a-f]{64}$/)
      .transform((text) => text as Digest),
    policyVersion: z.int().min(0),
    /** Size of the checkpoint that this browser saw last. */
    seenSize: z.int().min(0).default(0),
  }),
  gate: { actors: ['member'], roles: 'any', stepUp: { none: 'issues a challenge; grants nothing' } },
  run: async (ctx, input): Promise<IssuedStepUp> => {
    const { actor } = ctx
    if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    // By session: a stolen one must not use up its member's.
    const rate = { key: `step-up:session:${actor.sessionHash}`, limit: 60, windowSeconds: 60, now: ctx.now }
    if (!(await burnRate(ctx.db, rate)))
      throw new AppError('TOO_MANY', 'Too many challenges were asked for. Wait a minute and try again.')
    const rpId = new URL(ctx.origin).hostname
    const passkeys = usablePasskeys(await listOwnPasskeys(ctx.db, actor), rpId, ctx.now)
    const expiresAt = new Date(ctx.now.getTime() + CHALLENGE_SECONDS * 1000)
    const checkpoint = await readCheckpoint(ctx.db)
    const { seenSize, ...bound } = input
    const growth = seenSize > 0 && seenSize < checkpoint.size ? await proveGrowth(ctx, checkpoint, seenSize) : []
    const preimage = buildPreimage({
      ...bound,
      installation: await readInstallationId(ctx.db),
      member: actor.memberId,
      session: actor.sessionHash,
      checkpoint,
      nonce: randomBytes(16).toString('hex'),
      expires: expiresAt.toISOString(),
    })
    const challengeId = await issueChallenge(ctx.db, {
      memberId: actor.memberId,
      sessionHash: actor.sessionHash,
      action: input.action,
      digest: challengeOf(preimage).digest,
      preimage: canonicalize(preimage),
      issuedAt: ctx.now,
      expiresAt,
    })
    return { challengeId, preimage, rpId, credentialIds: passkeys.map((passkey) => passkey.credentialId), growth }
  },
})

function usablePasskeys(passkeys: readonly OwnPasskey[], rpId: string, now: Date): readonly OwnPasskey[] {
  const own = passkeys.filter((passkey) => passkey.rpId === rpId)
  const isLocked = ({ lockedUntil }: OwnPasskey) => lockedUntil !== null && lockedUntil > now
  const usable = own.filter((passkey) => passkey.usableFrom <= now && !isLocked(passkey))
  if (usable.length > 0) return usable
  if (own.length === 0) throw refused('You have no passkey on this desk. Ask an admin for an enrolment code.')
  const lockedUntil = own.find(isLocked)?.lockedUntil
  if (lockedUntil) throw refused(`Your passkey is locked until ${lockedUntil.toISOString()} after failed attempts.`)
  const first = own.reduce((a, b) => (a.usableFrom <= b.usableFrom ? a : b))
  throw refused(`Your passkey is new. It counts from ${first.usableFrom.toISOString()}.`)
}

async function readInstallationId(db: Reader): Promise<string> {
  const [row] = await db.select({ id: installation.id }).from(installation)
  if (!row) throw new AppError('UNAVAILABLE', 'This desk is not set up yet.')
  return row.id
}

// Binds the answer to the log as it stood: a log rewritten later no longer fits. The empty log's root is RFC 6962's.
async function readCheckpoint(db: Reader): Promise<StepUpPreimage['checkpoint']> {
  const [row] = await db
    .select({ size: auditCheckpoint.size, root: auditCheckpoint.root })
    .from(auditCheckpoint)
    .orderBy(desc(auditCheckpoint.size))
    .limit(1)
  return row ? { size: row.size, root: row.root as Digest } : { size: 0, root: sha256Hex('') }
}

const refused = (sentence: string) => new AppError('STEP_UP_REFUSED', sentence)
