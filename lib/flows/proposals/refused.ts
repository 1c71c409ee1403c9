import 'server-only'
import { AppError, type FieldProblem } from '@/lib/core/errors'

/** What is wrong with a body, at the field it belongs to. */
export const refused = (field: string, message: string): AppError => refusedAll([{ field, message }])

/** Everything that is wrong with a body, each at its field. @param problems at least one */
export const refusedAll = (problems: readonly FieldProblem[]): AppError =>
  new AppError(
    'CONFLICT',
    problems[0]?.message ?? 'The change does not fit.',
    problems.map(({ field, message }) => ({ field: `body.${field}`, message })),
  )
