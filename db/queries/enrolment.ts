import 'server-only'
import { and, asc, desc, eq, gt, isNull } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { enrolmentCode, passkeyEnrolment, passkeyRetirement } from '@/db/schema/enrolment'
import { member, passkey, wallet } from '@/db/schema/member'
import { invitation } from '@/db/schema/proposal'
import { AppError } from '@/lib/core/errors'

/** A member as an admin sees them who issues codes and retires lost passkeys. */
export type EnrolmentLine = {
  readonly memberId: string
  readonly name: string
  readonly roles: readonly string[]
  readonly addresses: readonly Address[]
  readonly passkeys: readonly {
    readonly credentialId: string
    readonly label: string | null
    readonly aaguid: string
    readonly isDemo: boolean
    readonly createdAt: Date
  }[]
  /** Until when the newest code works, if it was not used. */
  readonly codeUntil: Date | null
}

/**
 * Active members with their passkeys at a host, by name.
 * @throws AppError NOT_ALLOWED for who is no admin
 */
export async function listEnrolment(db: Reader, viewer: Viewer, rpId: string, now: Date): Promise<EnrolmentLine[]> {
  if (!viewer.roles.includes('admin')) throw new AppError('NOT_ALLOWED', 'Admins enrol others.')
  const [members, wallets, passkeys, codes] = await Promise.all([
    db.select().from(member).where(eq(member.isActive, true)).orderBy(asc(member.name), asc(member.id)),
    db.select({ memberId: wallet.memberId, address: wallet.address }).from(wallet).orderBy(asc(wallet.createdAt)),
    db
      .select({ row: passkey, label: passkeyEnrolment.label })
      .from(passkey)
      .leftJoin(passkeyEnrolment, eq(passkeyEnrolment.credentialId, passkey.credentialId))
      .leftJoin(passkeyRetirement, eq(passkeyRetirement.credentialId, passkey.credentialId))
      .where(and(eq(passkey.rpId, rpId), isNull(passkeyRetirement.credentialId)))
      .orderBy(asc(passkey.createdAt), asc(passkey.id)),
    db
      .select({ memberId: enrolmentCode.memberId, until: enrolmentCode.expiresAt })
      .from(enrolmentCode)
      .where(and(isNull(enrolmentCode.consumedAt), gt(enrolmentCode.expiresAt, now))),
  ])
  return members.map(({ id, name, roles }) => ({
    memberId: id,
    name,
    roles,
    addresses: wallets.filter(({ memberId }) => memberId === id).map(({ address }) => address as Address),
    passkeys: passkeys
      .filter(({ row }) => row.memberId === id)
      .map(({ row: { credentialId, aaguid, isDemo, createdAt }, label }) => ({
        ...{ credentialId, label, aaguid, isDemo, createdAt },
      })),
    codeUntil: codes.find(({ memberId }) => memberId === id)?.until ?? null,
  }))
}

/** Somebody who was invited and never accepted, and the wallet that may; null of everybody else. */
export async function readPendingInvitation(
  db: Reader,
  viewer: Viewer,
  memberId: string,
): Promise<{ readonly memberId: string; readonly name: string; readonly address: Address } | null> {
  if (!viewer.roles.includes('admin')) throw new AppError('NOT_ALLOWED', 'Admins invite others.')
  const [found] = await db
    .select({ memberId: member.id, name: member.name, address: invitation.address })
    .from(invitation)
    .innerJoin(member, eq(member.id, invitation.memberId))
    .leftJoin(wallet, eq(wallet.memberId, member.id))
    .where(and(eq(member.id, memberId), eq(member.isActive, true), isNull(wallet.address)))
    .orderBy(desc(invitation.expiresAt))
    .limit(1)
  return found ? { ...found, address: found.address as Address } : null
}
