import 'server-only'
import type { Address, Hash } from 'viem'
import { decodeFunctionResult, encodeFunctionData, hexToString, numberToHex, parseAbi } from 'viem/utils'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'
import { hashOfCode } from '@/lib/core/hash-of-code'
import type { Node } from '@/lib/io/rpc'
import { answered, contractAnswer, hexShape, quantityShape, readHead } from '@/lib/io/rpc-shapes'
import { callTo } from '@/lib/io/safe-state'
import type { AssetAddress } from '@/lib/stage/types'

const ERC20 = parseAbi([
  'function balanceOf(address) view returns (uint256)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
])

/** What a token says about itself; only ever compared with the registry, never trusted. */
export type TokenMetadata = {
  readonly symbol: string | null
  readonly decimals: number | null
  readonly codeHash: Hash
}

/**
 * Balances of one account in one block.
 * @returns an entry for each asset asked for
 * @throws AppError UNAVAILABLE when the node does not answer, or a registered token does not
 */
export async function readBalancesOn(
  node: Node,
  holder: Address,
  assets: readonly AssetAddress[],
): Promise<ReadonlyMap<AssetAddress, bigint>> {
  const block = numberToHex((await readHead(node)).number)
  const answers = await node.ask(
    assets.map((asset) =>
      asset === 'native'
        ? { method: 'eth_getBalance', params: [holder, block] }
        : callTo(asset, encodeFunctionData({ abi: ERC20, functionName: 'balanceOf', args: [holder] }), block),
    ),
  )
  return new Map(
    assets.map((asset, place) => {
      if (asset === 'native') return [asset, answered(node, quantityShape, answers[place])] as const
      const output = contractAnswer(node, answers[place])
      if (output?.length !== 66) throw new AppError('UNAVAILABLE', `The token ${asset} does not tell the balance.`)
      return [asset, BigInt(output)] as const
    }),
  )
}

/** Name-like facts of a token, null where it does not say. @throws AppError NOT_FOUND when there is no contract */
export async function readTokenOn(node: Node, token: Address): Promise<TokenMetadata> {
  const [code, symbol, decimals] = await node.ask([
    { method: 'eth_getCode', params: [token, 'latest'] },
    callTo(token, encodeFunctionData({ abi: ERC20, functionName: 'symbol' }), 'latest'),
    callTo(token, encodeFunctionData({ abi: ERC20, functionName: 'decimals' }), 'latest'),
  ])
  const bytes = answered(node, hexShape, code)
  if (bytes === '0x') throw new AppError('NOT_FOUND', `${token} has no contract on this chain.`)
  const [symbolOutput, decimalsOutput] = [contractAnswer(node, symbol), contractAnswer(node, decimals)]
  const units = decimalsOutput?.length === 66 ? BigInt(decimalsOutput) : null
  return {
    symbol: symbolOutput === null ? null : readSymbol(symbolOutput),
    decimals: units !== null && units <= 255n ? Number(units) : null,
    codeHash: hashOfCode(bytes),
  }
}

// Early tokens answer with bytes32 instead of a string.
function readSymbol(output: `0x${string}`): string | null {
  if (output.length === 66) return displayText(hexToString(output, { size: 32 }), 40)
  try {
    return displayText(decodeFunctionResult({ abi: ERC20, functionName: 'symbol', data: output }), 40)
  } catch {
    return null // not text
  }
}
