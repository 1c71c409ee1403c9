import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Address } from 'viem'
import { readRecordedSafe } from '@/db/queries/recorded-safe'
import type { Tx } from '@/db/client'
import { importedTransaction } from '@/db/schema/import'
import { AppError } from '@/lib/core/errors'
import { burnRate } from '@/lib/flows/burn'
import { importedSignaturesObject, importedTransactionObject } from '@/lib/flows/content'
import type { MemberActor } from '@/lib/flows/actor'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { gatherImport, type Inspected } from '@/lib/flows/gather-import'
import { lookUpAbis } from '@/lib/flows/import-abis'
import { importInput, readImport } from '@/lib/flows/import-input'
import { contradictions, importedColumns, type ImportRow, stagedCase } from '@/lib/flows/import-row'
import { type Brought, keepBrought, recoverBrought } from '@/lib/flows/import-signatures'
import { readRegisteredRows } from '@/lib/flows/registered-rows'
import { lockSafeForImport, noteSeenSignature } from '@/lib/flows/seen-signature'
import { ownersAmong } from '@/lib/flows/signed-outside'
import { type AuditDraft, write } from '@/lib/flows/write'

/** Each is simulated and may hold a hundred signatures. */
export const MAX_IMPORTS_PER_HOUR = 30

/**
 * Brings a transaction from outside to be looked at: judged and shown like any other, kept in quarantine. Nothing of it is
 * an approval, and its signatures are never handed over. What a good signature of an owner proves is acted on at once.
 */
export const importTransaction = defineFlow({
  verb: 'import-transaction',
  entrance: 'door',
  input: importInput,
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: {
      none: 'It grants nothing and moves nothing; a suspicion has to reach the desk at 3 a.m. without a passkey at hand.',
    },
  },
  run: async (ctx, { note, ...pasted }) => {
    const { actor } = ctx
    if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    const given = readImport(pasted)
    await assertRoom(ctx, actor)
    const staged = stagedCase(given)
    const claims = contradictions(given, staged)
    const brought = await recoverBrought(staged.hashes.safeTx, given.signatures.flat())
    const rows = await readRegisteredRows(ctx.db)
    const abis = await lookUpAbis(ctx, rows, staged)
    const inspected = await gatherImport(ctx, rows, { staged, claims, given: brought, at: ctx.now, abis })
    const owners = await ownersOf(ctx, actor, inspected)
    const seen = ownersAmong(
      brought.flatMap(({ recovered }) => recovered),
      owners,
    )
    return write(ctx, async (tx) => {
      if (inspected.own !== null) await lockSafeForImport(tx, inspected.own)
      const { verdict } = inspected
      const { ruleSet } = inspected.assessment
      const columns = importedColumns(staged, claims)
      const { row, isNew } = await insertOrFind(tx, {
        ...{ ...columns, memberId: actor.memberId, at: ctx.now, note, verdict, ruleSet },
        abis: JSON.stringify(abis),
      })
      const kept = await keepBrought(tx, ctx, { importId: row.id, memberId: actor.memberId, owners }, brought)
      const told =
        inspected.own === null || seen.length === 0
          ? []
          : await noteSeenSignature(tx, ctx, staged, { importId: row.id, owners: seen })
      const answer = { importId: row.id, isNew, addedSignatures: kept.length }
      return [answer, [importEvent(row, { isNew, note }), ...signatureEvents(row, kept), ...told]]
    })
  },
})

async function assertRoom(ctx: Ctx, { memberId }: MemberActor): Promise<void> {
  const rate = { key: `import:member:${memberId}`, limit: MAX_IMPORTS_PER_HOUR, windowSeconds: 3600, now: ctx.now }
  if (!(await burnRate(ctx.db, rate)))
    throw new AppError(
      'TOO_MANY',
      `You imported ${MAX_IMPORTS_PER_HOUR} transactions within an hour. Wait, or ask somebody else to bring it.`,
    )
}

/**
 * Who owns a Safe of this desk, by the chain or, while it is silent, by the newest review that holds it.
 * @throws AppError UNAVAILABLE when neither says: a signature that might bind the desk would go unnoticed
 */
async function ownersOf(ctx: Ctx, actor: MemberActor, { own, assessment }: Inspected): Promise<readonly Address[]> {
  if (assessment.safe !== null) return assessment.safe.owners
  if (own === null) return []
  const recorded = await readRecordedSafe(ctx.db, actor, own.id)
  if (recorded !== null) return recorded.state.owners
  throw new AppError(
    'UNAVAILABLE',
    'The chain does not say who owns this Safe. Nothing was kept; import it again later.',
  )
}

async function insertOrFind(
  tx: Tx,
  values: typeof importedTransaction.$inferInsert,
): Promise<{ readonly row: ImportRow; readonly isNew: boolean }> {
  const [inserted] = await tx.insert(importedTransaction).values(values).onConflictDoNothing().returning()
  if (inserted) return { row: inserted, isNew: true }
  const [known] = await tx
    .select()
    .from(importedTransaction)
    .where(
      and(
        eq(importedTransaction.chainId, values.chainId),
        eq(importedTransaction.safeAddress, values.safeAddress),
        eq(importedTransaction.safeVersion, values.safeVersion),
        eq(importedTransaction.safeTxHash, values.safeTxHash),
        eq(importedTransaction.claims, values.claims),
      ),
    )
  if (!known) throw new Error('an import that is there was not found')
  return { row: known, isNew: false }
}

function importEvent(row: ImportRow, { isNew, note }: { isNew: boolean; note: string }): AuditDraft {
  return {
    action: isNew ? 'import-transaction' : 'import-again',
    subject: row.safeTxHash,
    object: importedTransactionObject(row),
    reason: `Nonce ${row.nonce} of ${row.safeAddress} on chain ${row.chainId}, verdict ${row.verdict}.`,
    personal: { note },
  }
}

function signatureEvents(row: ImportRow, kept: readonly Brought[]): readonly AuditDraft[] {
  if (kept.length === 0) return []
  const recovered = [...new Set(kept.flatMap((one) => one.recovered))]
  return [
    {
      action: 'keep-signatures-apart',
      subject: row.safeTxHash,
      object: importedSignaturesObject(
        row.id,
        kept.map(({ hash }) => hash),
      ),
      reason: `${kept.length} came with ${row.id}, by ${recovered.join(', ') || 'nobody who can be told'}.`,
    },
  ]
}
