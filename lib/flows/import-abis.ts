import 'server-only'
import { allCalls } from '@/lib/assess/calls'
import { decode } from '@/lib/decode/decode'
import type { AbiAnswer } from '@/lib/decode/fetched-abis'
import { isRead } from '@/lib/decode/types'
import type { Ctx } from '@/lib/flows/flow'
import { surroundingsOn } from '@/lib/flows/registry'
import type { RegisteredRows } from '@/lib/flows/registered-rows'
import type { StagedTx } from '@/lib/stage/types'

/** Asks the sources of ABIs about every contract whose calls nothing here reads; what they say is kept with the import. */
export async function lookUpAbis(
  ctx: Pick<Ctx, 'io' | 'now'>,
  rows: RegisteredRows,
  staged: StagedTx,
): Promise<readonly AbiAnswer[]> {
  const { chainId, address, version } = staged.safe
  const { assets } = surroundingsOn(rows, chainId, ctx.now)
  const call = decode(staged, {
    ...{ chainId, safe: address, safeVersion: version },
    tokens: assets.flatMap((asset) => (asset.address === 'native' ? [] : [{ ...asset, address: asset.address }])),
  })
  const unread = allCalls({ call }).flatMap(({ node }) =>
    isRead(node) || node.elsewhere !== '' || node.data.length < SELECTOR_LENGTH ? [] : [node.target],
  )
  return unread.length === 0 ? [] : ctx.io.abis.lookUp(chainId, [...new Set(unread)])
}

/** 0x and four bytes. */
const SELECTOR_LENGTH = 10
