/** Closed list of what can go wrong because of the world; the door maps each to a status. */
export const ERROR_STATUS = {
  BAD_INPUT: 400,
  NOT_SIGNED_IN: 401,
  STEP_UP_REFUSED: 401,
  NOT_ALLOWED: 403,
  FOREIGN_ORIGIN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  STALE: 409,
  TOO_LARGE: 413,
  BLOCKED: 422,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

/** `field` is the dotted path of the input that is wrong, so that a form can put the sentence where it belongs. */
export type FieldProblem = {
  field: string
  message: string
  /** The address that the field's own is mistaken for, for the page to mark where the two part. */
  resembles?: { name: string; address: string }
}

const BRAND = Symbol.for('countersign/app-error')

/** Bad input or a refusal: a closed code and a sentence the person can act on. Carries no secret and no raw cause. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly problems: readonly FieldProblem[]
  readonly [BRAND] = true

  // A bundler may load this module more than once into one process; the brand is what its copies share.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && BRAND in value
  }

  constructor(code: ErrorCode, message: string, problems: readonly FieldProblem[] = []) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.problems = problems
  }

  /** HTTP status the door answers with. */
  get status(): number {
    return ERROR_STATUS[this.code]
  }
}

/** Marks a case the type system says cannot happen. */
export function impossible(value: never): never {
  throw new Error(`impossible: ${String(value)}`)
}
