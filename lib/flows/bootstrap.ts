import 'server-only'
import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { installation } from '@/db/schema/installation'
import { enrolmentCode } from '@/db/schema/enrolment'
import { member, passkey, wallet } from '@/db/schema/member'
import { invitation } from '@/db/schema/proposal'
import { asset, bookEntry, policy, safe } from '@/db/schema/registry'
import { CODE_SECONDS } from '@/lib/approve/enrolment-code'
import { coolOffSeconds } from '@/lib/assess/contact-classes'
import { logOrigin } from '@/lib/audit/checkpoint'
import { canonicalize, type Json } from '@/lib/core/canonical'
import { AppError } from '@/lib/core/errors'
import { assertBootstrap } from '@/lib/flows/assert-bootstrap'
import { type BootstrapInput, bootstrapInput } from '@/lib/flows/bootstrap-input'
import * as content from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { type AuditDraft, write } from '@/lib/flows/write'

const BOOTSTRAP_LOCK = 727_003
/** How long a first admin has to prove their address; the code for the passkey ends sooner. */
const INVITATION_SECONDS = 7 * 24 * 3600

type Named = AuditDraft['object']

/**
 * Sets up an empty database: the organisation, its people and their keys, or its first admins with a code each, Safes,
 * assets, book and policies, each with its event (SPEC §2). Afterwards only members change anything. New factors and book entries cool as always.
 * @throws AppError CONFLICT when the database holds anything already
 */
export const bootstrap = defineFlow({
  verb: 'bootstrap',
  entrance: 'bootstrap',
  input: bootstrapInput,
  gate: {
    actors: ['bootstrap'],
    roles: [],
    stepUp: { none: 'nobody exists yet who could prove anything; works on an empty database only' },
  },
  run: async (ctx, input) => {
    await assertBootstrap(input)
    return write(ctx, async (tx) => {
      await assertEmpty(tx)
      const objects = await insertAll(tx, input, ctx.now)
      // Nothing is handed over before a checkpoint covers what preflight believes bootstrap for.
      await enqueue(tx, 'sign-checkpoint')
      const last = content.bootstrapObject(input.installation.id, objects)
      const [first, ...rest] = [...objects, last].map(toEvent)
      if (!first) throw new Error('an installation was inserted')
      return [{ installation: input.installation.id }, [first, ...rest]]
    })
  },
})

const toEvent = (object: Named): AuditDraft => ({ action: 'bootstrap', object })

async function assertEmpty(tx: Tx): Promise<void> {
  // Two first starts at once take turns; the second finds what the first left.
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${BOOTSTRAP_LOCK})`)
  for (const table of [installation, member, wallet, safe]) {
    const found = await tx
      .select({ one: sql`1` })
      .from(table)
      .limit(1)
    if (found.length > 0) throw new AppError('CONFLICT', 'This database is set up already. Nothing was changed.')
  }
}

async function insertAll(tx: Tx, input: BootstrapInput, now: Date): Promise<Named[]> {
  const { id, ...settings } = input.installation
  const usableFrom = after(now, settings.factorCoolingSeconds)
  const installations = await tx
    .insert(installation)
    .values({ id, ...settings, logOrigin: logOrigin(id), createdAt: now })
    .returning()
  const members = await tx
    .insert(member)
    .values(input.members.map((row) => ({ ...row, createdAt: now })))
    .returning()
  const wallets = await each(input.wallets, (rows) =>
    tx
      .insert(wallet)
      .values(rows.map((row) => ({ ...row, createdAt: now })))
      .returning(),
  )
  const passkeys = await each(input.passkeys, (rows) =>
    tx
      .insert(passkey)
      .values(rows.map((row) => ({ ...row, createdAt: now, usableFrom })))
      .returning(),
  )
  const invitations = await each(input.invited, (rows) =>
    tx
      .insert(invitation)
      .values(rows.map((row) => ({ ...row, proposalId: null, expiresAt: after(now, INVITATION_SECONDS) })))
      .returning(),
  )
  const codes = await each(input.invited, (rows) =>
    tx
      .insert(enrolmentCode)
      .values(rows.map((row) => ({ ...row, issuedAt: now, expiresAt: after(now, CODE_SECONDS) })))
      .returning(),
  )
  const safes = await each(input.safes, (rows) =>
    tx
      .insert(safe)
      .values(rows.map(({ owners: _owners, threshold: _threshold, ...row }) => ({ ...row, createdAt: now })))
      .returning(),
  )
  const assets = await each(input.assets, (rows) =>
    tx
      .insert(asset)
      .values(rows.map((row) => ({ ...row, createdAt: now })))
      .returning(),
  )
  const entries = await each(input.bookEntries, (rows) =>
    tx
      .insert(bookEntry)
      .values(
        rows.map((row) => {
          const activeFrom = after(now, coolOffSeconds(row.class, settings.bookCoolingSeconds))
          return { ...row, status: 'active', activeFrom, createdAt: now }
        }),
      )
      .returning(),
  )
  const policies = await each(input.policies, (rows) =>
    tx
      .insert(policy)
      .values(rows.map((row) => policyColumns(row, now)))
      .returning(),
  )
  return [
    ...installations.map(content.installationObject),
    ...members.map(content.memberObject),
    ...wallets.map(content.walletObject),
    ...passkeys.map(content.passkeyObject),
    ...invitations.map(content.invitationObject),
    ...codes.map(content.enrolmentCodeObject),
    ...safes.map(content.safeObject),
    ...assets.map(content.assetObject),
    ...entries.map(content.bookEntryObject),
    ...policies.map(content.policyObject),
  ]
}

// A Safe without a policy lets nothing out, so its first policy loosens nothing that anyone relied on: no cooling.
function policyColumns({ safeId, policy: body }: BootstrapInput['policies'][number], now: Date) {
  // Parsed JSON is JSON; optional members are left out by canonicalize.
  const json: Json = JSON.parse(JSON.stringify(body))
  return {
    id: body.id,
    version: body.version,
    safeId,
    body: canonicalize(json),
    isActive: true,
    activeFrom: now,
    createdAt: now,
  }
}

const after = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000)

// drizzle refuses an empty list of values.
async function each<Input, Row>(
  rows: readonly Input[],
  insert: (rows: readonly Input[]) => Promise<Row[]>,
): Promise<Row[]> {
  return rows.length === 0 ? [] : insert(rows)
}
