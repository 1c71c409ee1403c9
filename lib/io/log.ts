import 'server-only'
import { displayText } from '@/lib/core/display-text'

/** Everything a log line may say. Messages, parameters and causes are left out: they carry URLs, SQL and signatures. */
export type LogLine = {
  readonly level: 'note' | 'fault'
  /** What happened, in our own fixed words. */
  readonly what: string
  readonly faultId?: string
  readonly verb?: string
  /** Class of the error, and its code where it is a short word such as ECONNREFUSED or 23505. */
  readonly name?: string
  readonly code?: string
  readonly table?: string
  readonly constraint?: string
  /** Where it was thrown; the stack without its message. */
  readonly frames?: readonly string[]
}

const FIELDS = ['level', 'what', 'faultId', 'verb', 'name', 'code', 'table', 'constraint', 'frames'] as const

/** Writes one JSON line to stderr: the listed fields, and nothing else that happens to be on the object. */
export function log(line: LogLine): void {
  const kept = FIELDS.flatMap((field) => {
    const value = line[field]
    return value === undefined ? [] : [[field, clean(value)]]
  })
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...Object.fromEntries(kept) })}\n`)
}

/** Logs what may be told of an error. */
export function logFault(error: unknown, about: Pick<LogLine, 'what' | 'faultId' | 'verb'>): void {
  const root = rootOf(error)
  log({
    level: 'fault',
    ...about,
    name: root instanceof Error ? root.name : typeof root,
    ...pick(root, 'code'),
    ...pick(root, 'table'),
    ...pick(root, 'constraint'),
    frames: framesOf(root),
  })
}

/** The innermost cause: drizzle wraps what PostgreSQL said. */
export function rootOf(error: unknown): unknown {
  let root = error
  for (let depth = 0; depth < 5 && root instanceof Error && root.cause instanceof Error; depth += 1) root = root.cause
  return root
}

const clean = (value: string | readonly string[]) =>
  typeof value === 'string' ? displayText(value, 120) : value.map((text) => displayText(text, 200))

function pick<Field extends 'code' | 'table' | 'constraint'>(
  error: unknown,
  field: Field,
): Partial<Record<Field, string>> {
  const value: unknown = error instanceof Error ? Reflect.get(error, field) : undefined
  return typeof value === 'string' && /^[\w.-]{1,80}$/.test(value) ? ({ [field]: value } as Record<Field, string>) : {}
}

function framesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return stack
    .split('\n')
    .filter((row) => /^\s+at /.test(row))
    .slice(0, 8)
    .map((row) => row.trim())
}
