import 'server-only'
import { z } from 'zod'
import { asset } from '@/db/schema/registry'
import { chainOf } from '@/lib/chains/index'
import { NO_CODE_HASH } from '@/lib/core/address'
import { assetObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { bodyDigest, exactAddress, plainWords, registeredChain } from '@/lib/flows/proposals/shapes'

const body = z.strictObject({
  chainId: registeredChain,
  address: z.union([z.literal('native'), exactAddress]),
  symbol: plainWords(20),
  decimals: z.int().min(0).max(36),
  /** keccak256 of the contract's code; of no code for the chain's own coin. */
  codeHash: bodyDigest,
})

/** A coin or token that amounts are shown in. What the token says of itself is compared, never believed. */
export const addAsset = defineKind({
  id: 'add-asset',
  body,
  check: ({ chainId, address, symbol, decimals, codeHash }, rows) => {
    const here = rows.assets.filter((one) => one.chainId === chainId)
    if (here.some((one) => one.address === address)) throw refused('address', 'This asset is registered already.')
    if (here.some((one) => one.symbol.toLowerCase() === symbol.toLowerCase()))
      throw refused('symbol', `Another asset of this chain is called ${symbol}; two of one name would be mistaken.`)
    if (address === 'native') {
      const { native, name } = chainOf(chainId)
      if (symbol !== native.symbol || decimals !== native.decimals || codeHash !== NO_CODE_HASH)
        throw refused('symbol', `The coin of ${name} is ${native.symbol} with ${native.decimals} decimals.`)
    }
  },
  ask: async (io, { chainId, address, decimals, codeHash }) => {
    if (address === 'native') return
    const said = await io.chain.readToken(chainId, address)
    if (said.codeHash !== codeHash)
      throw refused('codeHash', `The code at ${address} has the hash ${said.codeHash}. It is not what was proposed.`)
    if (said.decimals !== decimals)
      throw refused('decimals', `The token says it has ${said.decimals ?? 'no'} decimals, not ${decimals}.`)
  },
  apply: async (tx, asked, { at }) => {
    const [row] = await tx
      .insert(asset)
      .values({ ...asked, createdAt: at })
      .returning()
    if (!row) throw new Error('insert returned no row')
    return [assetObject(row)]
  },
  admits: (object, asked, { known }) =>
    !known.isKnown(object) && isSameContent(assetObject({ ...asked, version: 1, createdAt: new Date(0) }), object),
})
