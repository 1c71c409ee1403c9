import type { Digest } from '@/lib/core/digest'

export const ROLES = ['initiator', 'signer', 'executor', 'compliance', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Who acts. A member always comes from a live session row, never from a request's own words. */
export type Actor =
  | {
      readonly kind: 'member'
      readonly memberId: string
      readonly name: string
      readonly roles: readonly Role[]
      /** SHA-256 of the session id. */
      readonly sessionHash: Digest
    }
  | { readonly kind: 'system' }
  | { readonly kind: 'anonymous'; readonly browserHash: Digest }
  | { readonly kind: 'bootstrap' }

export type ActorKind = Actor['kind']
export type MemberActor = Extract<Actor, { kind: 'member' }>

/** The actor behind a live session's row; a role this build does not know is not a role. */
export function memberActor(
  row: { readonly memberId: string; readonly name: string; readonly roles: readonly string[] },
  sessionHash: Digest,
): MemberActor {
  const roles = ROLES.filter((role) => row.roles.includes(role))
  return { kind: 'member', memberId: row.memberId, name: row.name, roles, sessionHash }
}
