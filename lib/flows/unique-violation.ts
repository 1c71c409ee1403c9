import 'server-only'
import { DatabaseError } from 'pg'

/** True for SQLSTATE 23505, as drizzle wraps it. Someone else won a race. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === '23505'
  return error instanceof Error && error.cause !== undefined && isUniqueViolation(error.cause)
}
