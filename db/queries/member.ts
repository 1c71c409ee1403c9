import 'server-only'
import { and, asc, eq } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
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

/** The viewer's own passkeys, oldest first, usable or not. */
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
    .where(eq(passkey.memberId, viewer.memberId))
    .orderBy(asc(passkey.createdAt), asc(passkey.id))
}
