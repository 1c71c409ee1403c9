import 'server-only'
import type { AuditObject } from '@/lib/audit/types'
import { AppError } from '@/lib/core/errors'

type Object = Pick<AuditObject, 'type' | 'id'>

/** One name per object. An id holds no space: ids, addresses, credential ids and "chain:address". */
export const nameOf = ({ type, id }: Object): string => `${type} ${id}`

/** Whether a row is exactly what an event says of it. */
export const isSameContent = (row: AuditObject, logged: AuditObject): boolean =>
  nameOf(row) === nameOf(logged) && row.version === logged.version && row.contentHash === logged.contentHash

/** Something was changed behind the desk; the sentence says what. */
export const tampered = (sentence: string): AppError =>
  new AppError('BLOCKED', `${sentence} Nothing was handed over; freeze and investigate.`)

/** A row that is not what the log says of it, or that one of the two lacks. */
export const differs = ({ type, id }: Object): AppError =>
  tampered(`The ${type.replaceAll('-', ' ')} ${id} in the database is not what the log says.`)
