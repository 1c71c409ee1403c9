import 'server-only'
import { AppError, type FieldProblem } from '@/lib/core/errors'

/** What is wrong with a body, at the field it belongs to. */
export const refused = (field: string, message: string): AppError =>
  new AppError('CONFLICT', message, [{ field: `body.${field}`, message }])

/** Everything that is wrong with a body, each at its field, by its whole path. @param problems at least one */
export const refusedAll = (problems: readonly FieldProblem[]): AppError =>
  new AppError(
    'CONFLICT',
    problems.length === 1
      ? (problems[0]?.message ?? '')
      : `${problems.length} things are wrong with it. The first: ${problems[0]?.message ?? ''}`,
    problems,
  )
