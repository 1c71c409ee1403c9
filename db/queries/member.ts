import 'server-only'
import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import { passkeyRetirement } from '@/db/schema/enrolment'
import { member, passkey, wallet } from '@/db/schema/member'
import type { Viewer } from '@/db/queries/viewer'

export type KnownMember = { readonly memberId: string; readonly name: string; readonly roles: readonly string[] }

/** The active member who proved to hold this address, before anyone is signed in. @param address with EIP-55 checksum */
export async function findMemberByWallet(db: Reader, address: Address): Promise<KnownMember | null> {
  const [row] = await db
    .select({ memberId: member.id, name: member.name, roles: member.roles })
    .from(wallet)
    .innerJoin(member, eq(member.id, wallet.memberId))
    .where(and(eq(wallet.address, address), eq(member.isActive, true)))
  return row ?? null
}

/** The viewer's own addresses, oldest first. */
export async function listOwnWallets(db: Reader, viewer: Viewer): Promise<Address[]> {
  const rows = await db
    .select({ address: wallet.address })
    .from(wallet)
    .where(eq(wallet.memberId, viewer.memberId))
    .orderBy(asc(wallet.createdAt), asc(wallet.address))
  return rows.map((row) => row.address as Address)
}

export type OwnPasskey = {
  readonly credentialId: string
  readonly rpId: string
  readonly isDemo: boolean
  readonly usableFrom: Date
  readonly lockedUntil: Date | null
}

/** The viewer's own passkeys that nobody retired, oldest first, usable or not. */
export async function listOwnPasskeys(db: Reader, viewer: Viewer): Promise<OwnPasskey[]> {
  return db
    .select({
      credentialId: passkey.credentialId,
      rpId: passkey.rpId,
      isDemo: passkey.isDemo,
      usableFrom: passkey.usableFrom,
      lockedUntil: passkey.lockedUntil,
    })
    .from(passkey)
    .leftJoin(passkeyRetirement, eq(passkeyRetirement.credentialId, passkey.credentialId))
    .where(and(eq(passkey.memberId, viewer.memberId), isNull(passkeyRetirement.credentialId)))
    .orderBy(asc(passkey.createdAt), asc(passkey.id))
}

/** Every credential the viewer ever enrolled at a host, retired ones too. */
export async function listOwnCredentialIds(db: Reader, viewer: Viewer, rpId: string): Promise<string[]> {
  const rows = await db
    .select({ credentialId: passkey.credentialId })
    .from(passkey)
    .where(and(eq(passkey.memberId, viewer.memberId), eq(passkey.rpId, rpId)))
  return rows.map((row) => row.credentialId)
}
