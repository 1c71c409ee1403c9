import 'server-only'
import { desc } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { contract } from '@/db/schema/registry'

/** A registered contract as its newest version has it; with no functions nobody vouches for anything there any more. */
export type ContractLine = {
  readonly chainId: number
  readonly address: Address
  readonly version: number
  readonly name: string
  readonly functions: readonly string[]
  readonly codeHash: string
  readonly implementation: Address | null
  readonly createdAt: Date
}

/** Every registered contract, by name. */
export async function listContracts(db: Reader, _viewer: Viewer): Promise<ContractLine[]> {
  const rows = await db
    .selectDistinctOn([contract.chainId, contract.address])
    .from(contract)
    .orderBy(contract.chainId, contract.address, desc(contract.version))
  return rows
    .map((row) => ({
      ...row,
      address: row.address as Address,
      implementation: row.implementation as Address | null,
    }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
}
