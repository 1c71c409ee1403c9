import type { Address } from 'viem'
import { z } from 'zod'
import type { AssetAddress } from '@/lib/stage/types'

const answer = z.object({ result: z.string().regex(/^0x[0-9a-f]+$/) })

/** Base units an account holds, asked of the chain directly so that the desk's own word is not taken for it. */
export async function readBalance(chainUrl: string, asset: AssetAddress, holder: Address): Promise<bigint> {
  const call =
    asset === 'native'
      ? { method: 'eth_getBalance', params: [holder, 'latest'] }
      : {
          method: 'eth_call',
          params: [{ to: asset, data: `0x70a08231${holder.slice(2).toLowerCase().padStart(64, '0')}` }, 'latest'],
        }
  const response = await fetch(chainUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...call }),
  })
  return BigInt(answer.parse(await response.json()).result)
}
