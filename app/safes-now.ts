import { listContracts } from '@/db/queries/contracts'
import { listAssets, listSafes, type ServedSafe } from '@/db/queries/safes'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { mayAskChain } from '@/lib/session/limit-calls'
import type { SafeNow } from '@/components/dashboard/safe-now'

/** Every Safe with what the chain says of it now; a chain that does not answer is said so, never left out. */
export async function readSafesNow(viewer: MemberActor): Promise<readonly SafeNow[]> {
  const { db } = deps()
  const [safes, assets, lines, isAsked] = await Promise.all([
    listSafes(db, viewer),
    listAssets(db, viewer),
    listContracts(db, viewer),
    mayAskChain(deps(), viewer),
  ])
  return Promise.all(
    safes.map((safe) => {
      const isHere = ({ chainId }: { chainId: number }) => chainId === safe.chainId
      const known = { assets: assets.filter(isHere), contracts: lines.filter(isHere) }
      return isAsked ? readSafeNow(safe, known) : { ...safe, ...known, now: null, problem: TOO_OFTEN }
    }),
  )
}

const TOO_OFTEN = 'This session opened too many pages within a minute, so the chain was not asked. Wait a minute.'

async function readSafeNow(safe: ServedSafe, known: Pick<SafeNow, 'assets' | 'contracts'>): Promise<SafeNow> {
  const { chain } = deps().io
  const { assets } = known
  try {
    const [state, balances, head] = await Promise.all([
      chain.readSafeState(safe),
      chain.readBalances(
        safe.chainId,
        safe.address,
        assets.map(({ address }) => address),
      ),
      chain.readHead(safe.chainId),
    ])
    const holds = assets.map((asset) => ({ asset, units: balances.get(asset.address) ?? null }))
    const { owners, threshold, nonce } = state
    return {
      ...safe,
      ...known,
      now: { owners: owners.length, threshold, nonce, state, holds, block: head.number, at: Number(head.timestamp) },
    }
  } catch (error) {
    if (error instanceof AppError) return { ...safe, ...known, now: null, problem: error.message }
    throw error
  }
}
