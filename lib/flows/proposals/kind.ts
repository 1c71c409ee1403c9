import 'server-only'
import type { z } from 'zod'
import type { Reader, Tx } from '@/db/client'
import type { installation } from '@/db/schema/installation'
import type { AuditObject } from '@/lib/audit/types'
import type { Known } from '@/lib/flows/admission'
import type { Named } from '@/lib/flows/content'
import type { RegisteredRows } from '@/lib/flows/registered-rows'
import type { Io } from '@/lib/io/io'

/** A proposal that a second person just agreed to. */
export type Agreed = {
  readonly proposalId: string
  readonly at: Date
  readonly installed: typeof installation.$inferSelect
  /** As they were under the lock, just before. */
  readonly rows: RegisteredRows
}

/** The same as a proven log has it. */
export type AgreedBefore = {
  readonly proposalId: string
  readonly known: Known
  /** The latest that the agreement can be dated: what its passkey signed, or its event's time, in milliseconds. */
  readonly agreedAt: number
}

/**
 * One thing that two people change about the desk. Methods, so that kinds of different bodies fit one registry; each is
 * called with what `body` parsed.
 */
export type ProposalKind<Schema extends z.ZodType = z.ZodType> = {
  readonly id: string
  readonly body: Schema
  /**
   * Whether it fits what is registered, asked when it is proposed, and under lock when it is agreed to.
   * @throws AppError with a sentence, and the field it belongs to
   */
  check(body: z.output<Schema>, rows: RegisteredRows, now: Date): void
  /** Whether the chain and the desk's own past agree, asked before; no transaction is open. @throws AppError as `check` does */
  ask?(io: Io, body: z.output<Schema>, rows: RegisteredRows, db: Reader): Promise<void>
  /** Asked also where `check` found something: who corrects many rows is told of all of them at once. */
  readonly isAskedAnyway?: boolean
  /** Whom it is about, where they are not the one who agrees. */
  concerns?(body: z.output<Schema>): string | null
  /** Does it, in the transaction of the agreement. @returns the registered objects that it wrote */
  apply(tx: Tx, body: z.output<Schema>, agreed: Agreed): Promise<readonly Named[]>
  /** Whether a registered object is what this agreement allowed: preflight believes no row that two people did not agree to. */
  admits(object: AuditObject, body: z.output<Schema>, before: AgreedBefore): boolean
}

/** Ties the parts of a kind together. */
export const defineKind = <Schema extends z.ZodType>(kind: ProposalKind<Schema>): ProposalKind<Schema> => kind
