import 'server-only'
import type { Address, Hash } from 'viem'
import type { Reader } from '@/db/client'
import type { installation } from '@/db/schema/installation'
import type { bookEntry, policy, safe } from '@/db/schema/registry'
import type { Contact, Verification } from '@/lib/assess/types'
import { AppError } from '@/lib/core/errors'
import type { VouchedContract } from '@/lib/decode/types'
import { newestContracts, readRegisteredRows, type RegisteredRows } from '@/lib/flows/registered-rows'
import type { CodePin } from '@/lib/io/code-pin'
import { verificationsIn } from '@/lib/flows/verifications'
import { parsePolicy } from '@/lib/policy/schema'
import type { Person, Policy } from '@/lib/policy/types'
import type { Asset, SafeRef, SafeVersion } from '@/lib/stage/types'

export type SafeRow = typeof safe.$inferSelect

/** A contract with the functions that two people vouch for, as long as it runs the code that they looked at. */
export type RegisteredContract = VouchedContract & { readonly code: CodePin }

/** What the desk itself knows about one Safe's surroundings: rows, not chain state. */
export type Registry = {
  readonly installation: typeof installation.$inferSelect
  readonly safe: SafeRow
  readonly safeRef: SafeRef
  readonly assets: readonly Asset[]
  readonly contracts: readonly RegisteredContract[]
  readonly contacts: readonly Contact[]
  readonly ownSafes: readonly { readonly address: Address; readonly name: string }[]
  readonly people: readonly Person[]
  readonly policy: Policy
  /** What all of this was made from. */
  readonly rows: RegisteredRows
}

/** Reads everything registered around a Safe. @throws AppError NOT_FOUND when the desk does not serve it */
export async function readRegistry(db: Reader, safeId: string, now: Date): Promise<Registry> {
  const rows = await readRegisteredRows(db)
  const safeRow = rows.safes.find(({ id }) => id === safeId)
  if (!safeRow) throw new AppError('NOT_FOUND', 'This desk does not serve that Safe.')
  const [installed] = rows.installations
  if (!installed) throw new AppError('UNAVAILABLE', 'This desk is not set up yet.')
  return {
    installation: installed,
    safe: safeRow,
    safeRef: {
      chainId: safeRow.chainId,
      address: safeRow.address as Address,
      version: safeRow.safeVersion as SafeVersion,
    },
    ...surroundingsOn(rows, safeRow.chainId, now),
    policy: toPolicy(rows.policies.find((row) => row.safeId === safeId && row.isActive)),
    rows,
  }
}

/** Whom and what the desk knows on a chain, whichever Safe is looked at. */
export type Surroundings = Pick<Registry, 'assets' | 'contracts' | 'contacts' | 'ownSafes' | 'people'>

/** What is registered on one chain; nothing on one that the desk does not serve. */
export function surroundingsOn(rows: RegisteredRows, chain: number, now: Date): Surroundings {
  const isHere = ({ chainId }: { chainId: number }) => chainId === chain
  const verifications = verificationsIn(rows)
  return {
    assets: rows.assets.filter(isHere).map((row) => ({
      chainId: row.chainId,
      address: row.address as Asset['address'],
      symbol: row.symbol,
      decimals: row.decimals,
    })),
    contracts: newestContracts(rows)
      .filter(isHere)
      .map((row) => ({
        address: row.address as Address,
        name: row.name,
        functions: row.functions,
        code: {
          codeHash: row.codeHash as Hash,
          implementation: row.implementation as Address | null,
          implementationCodeHash: row.implementationCodeHash as Hash | null,
        },
      })),
    contacts: rows.bookEntries.filter(isHere).map((row) => toContact(row, now, verifications.get(row.id))),
    ownSafes: rows.safes.filter(isHere).map((row) => ({ address: row.address as Address, name: row.name })),
    people: peopleOf(rows),
  }
}

/** The version pinned at staging, which may be older than the active one. @throws AppError BLOCKED when there is none */
export function pinnedPolicy({ rows }: Registry, pinned: { id: string; version: number }): Policy {
  return toPolicy(rows.policies.find(({ id, version }) => id === pinned.id && version === pinned.version))
}

/** By the row that they were read from: a review asks for the same one three times. */
const parsed = new WeakMap<object, Policy>()

function toPolicy(row: typeof policy.$inferSelect | undefined): Policy {
  if (!row) throw new AppError('BLOCKED', 'This Safe has no active policy, so nothing can leave it.')
  const policyOfRow = parsed.get(row) ?? parsePolicy(row.body)
  parsed.set(row, policyOfRow)
  return policyOfRow
}

// Only an active signer with an address can count.
function peopleOf({ members, wallets }: RegisteredRows): Person[] {
  return members.flatMap(({ id, name, roles, isActive }) => {
    const owners = wallets.filter(({ memberId }) => memberId === id).map(({ address }) => address as Address)
    return isActive && roles.includes('signer') && owners.length > 0 ? [{ memberId: id, name, owners }] : []
  })
}

function toContact(row: typeof bookEntry.$inferSelect, now: Date, verification: Verification | undefined): Contact {
  const isCooling = row.activeFrom > now
  return {
    entryId: row.id,
    version: row.version,
    address: row.address as Address,
    name: row.name,
    isActive: row.status === 'active' && !isCooling,
    coolingUntil: isCooling ? row.activeFrom.toISOString() : null,
    ...(verification && { verification }),
  }
}
