import { type Address, concat, type Hex, keccak256, numberToHex, pad } from 'viem'
import { SENTINEL_ADDRESS } from '@/lib/core/address'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { officialAddress } from '@/lib/desk/contracts'
import type { DeployedVersion } from '@/lib/desk/contracts-table'
import { FALLBACK_HANDLER_SLOT, NONCE_SLOT, SINGLETON_SLOT } from '@/lib/simulate/safe-slots'

export type PlacedSafe = {
  readonly address: Address
  readonly version: DeployedVersion
  readonly owners: readonly Address[]
  readonly threshold: number
  readonly nonce: bigint
  readonly wei: bigint
}

// SafeStorage.sol
const [MODULES, OWNERS, OWNER_COUNT, THRESHOLD] = [1, 2, 3, 4].map((slot) => numberToHex(slot, { size: 32 }))

/**
 * Puts a Safe of the official code where an incident had one, at the nonce it had then: no factory makes that address.
 * @param like a proxy of the same version on this chain
 */
export async function placeSafe(chainUrl: string, like: Address, safe: PlacedSafe): Promise<void> {
  const client = connectLocalChain(chainUrl)
  const { address } = safe
  await client.setCode({ address, bytecode: (await client.getCode({ address: like })) ?? '0x' })
  for (const [index, value] of storageOf(safe)) await client.setStorageAt({ address, index, value: pad(value) })
  await client.setBalance({ address, value: safe.wei })
}

function storageOf({ version, owners, threshold, nonce }: PlacedSafe): readonly (readonly [Hex, Hex])[] {
  const ring = [SENTINEL_ADDRESS, ...owners]
  return [
    [SINGLETON_SLOT, officialAddress(version, 'SafeL2')],
    [FALLBACK_HANDLER_SLOT, officialAddress(version, 'CompatibilityFallbackHandler')],
    [entryOf(SENTINEL_ADDRESS, MODULES), SENTINEL_ADDRESS],
    ...ring.map((one, at) => [entryOf(one, OWNERS), ring[at + 1] ?? SENTINEL_ADDRESS] as const),
    [OWNER_COUNT ?? '0x', numberToHex(owners.length)],
    [THRESHOLD ?? '0x', numberToHex(threshold)],
    [NONCE_SLOT, numberToHex(nonce)],
  ]
}

const entryOf = (key: Address, mapping: Hex | undefined): Hex => keccak256(concat([pad(key), mapping ?? '0x']))
