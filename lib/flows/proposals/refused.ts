import 'server-only'
import { AppError } from '@/lib/core/errors'

/** What is wrong with a body, at the field it belongs to. */
export const refused = (field: string, message: string): AppError =>
  new AppError('CONFLICT', message, [{ field: `body.${field}`, message }])
