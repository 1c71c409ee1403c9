import 'server-only'
import { asc, eq, isNull, max } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { passkeyRetirement } from '@/db/schema/enrolment'
import { member, passkey, wallet } from '@/db/schema/member'
import { session } from '@/db/schema/session'

export type MemberPasskey = {
  readonly createdAt: Date
  readonly usableFrom: Date
  readonly lockedUntil: Date | null
  readonly isDemo: boolean
}

/** A member as every other member may see them. */
export type MemberLine = {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
  readonly isActive: boolean
  readonly version: number
  readonly isDemo: boolean
  /** Addresses they proved to hold, oldest first. */
  readonly wallets: readonly { readonly address: Address; readonly provenAt: Date }[]
  /** Those that nobody retired, oldest first. Neither keys nor credential ids. */
  readonly passkeys: readonly MemberPasskey[]
  /** The newest use of any session; null before the first, absent where the viewer may not know. */
  readonly lastSeenAt?: Date | null
}

const SEES_SESSIONS = ['admin', 'compliance']

/** Whether this viewer is told when others were here: those who watch over people, nobody else. */
export const maySeeLastSeen = (viewer: Viewer): boolean => viewer.roles.some((role) => SEES_SESSIONS.includes(role))

/** Every member by name, active or not. */
export async function listMembers(db: Reader, viewer: Viewer): Promise<MemberLine[]> {
  const [members, wallets, passkeys, seen] = await Promise.all([
    db
      .select({
        id: member.id,
        name: member.name,
        roles: member.roles,
        isActive: member.isActive,
        version: member.version,
        isDemo: member.isDemo,
      })
      .from(member)
      .orderBy(asc(member.name), asc(member.id)),
    db
      .select({ memberId: wallet.memberId, address: wallet.address, provenAt: wallet.createdAt })
      .from(wallet)
      .orderBy(asc(wallet.createdAt), asc(wallet.address)),
    db
      .select({
        memberId: passkey.memberId,
        createdAt: passkey.createdAt,
        usableFrom: passkey.usableFrom,
        lockedUntil: passkey.lockedUntil,
        isDemo: passkey.isDemo,
      })
      .from(passkey)
      .leftJoin(passkeyRetirement, eq(passkeyRetirement.credentialId, passkey.credentialId))
      .where(isNull(passkeyRetirement.credentialId))
      .orderBy(asc(passkey.createdAt), asc(passkey.id)),
    maySeeLastSeen(viewer) ? readLastSeen(db) : null,
  ])
  return members.map((row) => ({
    ...row,
    wallets: wallets
      .filter(({ memberId }) => memberId === row.id)
      .map(({ address, provenAt }) => ({ address: address as Address, provenAt })),
    passkeys: passkeys.filter(({ memberId }) => memberId === row.id).map(({ memberId: _of, ...factor }) => factor),
    ...(seen && { lastSeenAt: seen.get(row.id) ?? null }),
  }))
}

async function readLastSeen(db: Reader): Promise<ReadonlyMap<string, Date | null>> {
  const rows = await db
    .select({ memberId: session.memberId, at: max(session.lastSeenAt) })
    .from(session)
    .groupBy(session.memberId)
  return new Map(rows.map(({ memberId, at }) => [memberId, at]))
}

/** Ids and names, for forms that offer people. */
export async function listPeople(db: Reader, _viewer: Viewer): Promise<{ id: string; name: string }[]> {
  return db.select({ id: member.id, name: member.name }).from(member).orderBy(asc(member.name), asc(member.id))
}
