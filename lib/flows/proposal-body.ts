import 'server-only'
import type { Json } from '@/lib/core/canonical'
import { AppError, type FieldProblem } from '@/lib/core/errors'
import { fieldProblems, fieldWords } from '@/lib/core/field-problems'
import { PROPOSAL_KINDS } from '@/lib/flows/proposals/index'
import type { ProposalKind } from '@/lib/flows/proposals/kind'
import { refusedAll } from '@/lib/flows/proposals/refused'
import { readRegisteredRows } from '@/lib/flows/registered-rows'
import type { Ctx } from '@/lib/flows/flow'

/** @throws AppError BAD_INPUT for a kind that this desk does not have */
export function kindNamed(id: string): ProposalKind {
  const kind = PROPOSAL_KINDS.find((one) => one.id === id)
  if (!kind) throw new AppError('BAD_INPUT', 'There is no such kind of change.', [{ field: 'kind', message: id }])
  return kind
}

/** A posted body as its kind reads it. @throws AppError BAD_INPUT with the path of each problem */
export function parseBody(kind: ProposalKind, posted: Json): unknown {
  const parsed = kind.body.safeParse(posted, { error: fieldWords })
  if (parsed.success) return parsed.data
  const problems = fieldProblems(parsed.error.issues, 'body')
  throw new AppError('BAD_INPUT', problems[0]?.message ?? 'The change is not complete.', problems)
}

/**
 * Whether it fits what is registered, the chain and the desk's own past. No transaction is open.
 * @throws AppError with a sentence, and every field that something is wrong at where its kind tells of all at once
 */
export async function assertFits(
  { db, io, now }: Pick<Ctx, 'db' | 'io' | 'now'>,
  kind: ProposalKind,
  body: unknown,
): Promise<void> {
  const rows = await readRegisteredRows(db)
  if (kind.isAskedAnyway !== true) {
    kind.check(body, rows, now)
    await kind.ask?.(io, body, rows, db)
    return
  }
  const problems = [
    ...(await problemsOf(async () => kind.check(body, rows, now))),
    ...(await problemsOf(async () => kind.ask?.(io, body, rows, db))),
  ]
  if (problems.length > 0) throw refusedAll(problems)
}

async function problemsOf(ask: () => Promise<void>): Promise<readonly FieldProblem[]> {
  try {
    await ask()
    return []
  } catch (error) {
    if (error instanceof AppError && error.problems.length > 0) return error.problems
    throw error
  }
}
