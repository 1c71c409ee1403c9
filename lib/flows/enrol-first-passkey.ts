import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import { installation } from '@/db/schema/installation'
import { session } from '@/db/schema/session'
import { type CodeProof, hashOfCodeKey, isCodeProven } from '@/lib/approve/enrolment-code'
import type { Registered } from '@/lib/approve/factors/passkey/registration'
import { AppError } from '@/lib/core/errors'
import { burnEnrolmentCode, burnRate } from '@/lib/flows/burn'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { insertPasskey, writePasskey } from '@/lib/flows/insert-passkey'
import { keptPasskeys, rpIdOf } from '@/lib/flows/kept-passkeys'
import { lockActor, lockMember, requireMember } from '@/lib/flows/lock-member'
import { labelInput, proveRegistration, registrationInput } from '@/lib/flows/registration'

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(200)

const input = z.strictObject({
  registration: registrationInput,
  label: labelInput,
  /** In place of the code: its key, and its signature over exactly this passkey. */
  code: z.strictObject({ codeKey: base64url, signature: base64url }),
})

/**
 * A member's first passkey here, with a code that an admin gave them. The code is used up before anything is verified,
 * and only from a session that its address opened: neither a stolen session nor a stolen code is enough (SPEC §5).
 */
export const enrolFirstPasskey = defineFlow({
  verb: 'enrol-first-passkey',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: { none: 'there is no passkey yet; an admin’s one-time code, bound to the address, stands for it' },
  },
  run: async (ctx, posted) => {
    const actor = requireMember(ctx)
    const code = await spendCode(ctx, posted.code)
    const made = await proveRegistration(ctx, posted.registration)
    await assertProven(ctx, posted.code, made)
    return writePasskey(ctx, async (tx) => {
      const { memberId } = await lockActor(tx, ctx)
      await lockMember(tx, memberId)
      if ((await keptPasskeys(tx, memberId, rpIdOf(ctx))).length > 0)
        throw new AppError('CONFLICT', 'You have a passkey here. Add another one with it.')
      return insertPasskey(tx, ctx, {
        ...{ action: 'enrol-first-passkey', memberId: actor.memberId, label: posted.label, passkey: made },
        grounds: { codeId: code.id, codeProof: posted.code },
      })
    })
  },
})

async function spendCode(ctx: Ctx, { codeKey }: CodeProof) {
  const { memberId, sessionHash } = requireMember(ctx)
  const rate = { key: `enrolment:session:${sessionHash}`, limit: 10, windowSeconds: 600, now: ctx.now }
  if (!(await burnRate(ctx.db, rate)))
    throw new AppError('TOO_MANY', 'Too many codes were tried. Wait ten minutes, or ask for a new one.')
  const address = await readOpener(ctx.db, sessionHash)
  const codeHash = hashOfCodeKey(codeKey)
  const used = address === null ? null : await burnEnrolmentCode(ctx.db, { codeHash, memberId, address, now: ctx.now })
  if (!used)
    throw new AppError(
      'STEP_UP_REFUSED',
      'This code does not work: it is wrong, used, over, or for another address. Nothing was enrolled; an admin can issue a new one.',
    )
  return used
}

async function readOpener(db: Reader, sessionHash: string): Promise<string | null> {
  const [row] = await db.select({ address: session.address }).from(session).where(eq(session.idHash, sessionHash))
  return row?.address ?? null
}

async function assertProven(ctx: Ctx, code: CodeProof, passkey: Registered): Promise<void> {
  const [installed] = await ctx.db.select({ id: installation.id }).from(installation)
  const { memberId } = requireMember(ctx)
  if (!installed || !isCodeProven(code, { installation: installed.id, memberId, passkey }))
    throw new AppError('STEP_UP_REFUSED', 'The code was given for another passkey. Nothing was enrolled.')
}
