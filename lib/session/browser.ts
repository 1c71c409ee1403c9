import 'server-only'
import { randomBytes } from 'node:crypto'
import { type Digest, sha256Hex } from '@/lib/core/digest'

/** A browser before anyone signed in: sign-in messages are good only in the one they were asked from. */
export type Browser = {
  readonly hash: Digest
  /** The cookie's new value when it had none. */ readonly issued: string | null
}

const SHAPE = /^[A-Za-z0-9_-]{43}$/

/** The browser a cookie names, or a new one when the cookie is missing or malformed. */
export function browserOf(cookie: string | undefined): Browser {
  if (cookie !== undefined && SHAPE.test(cookie)) return { hash: sha256Hex(cookie), issued: null }
  const issued = randomBytes(32).toString('base64url')
  return { hash: sha256Hex(issued), issued }
}
