import 'server-only'
import type { Json } from '@/lib/core/canonical'
import { AppError } from '@/lib/core/errors'
import { fieldProblems, fieldWords } from '@/lib/core/field-problems'
import { PROPOSAL_KINDS } from '@/lib/flows/proposals/index'
import type { ProposalKind } from '@/lib/flows/proposals/kind'

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
