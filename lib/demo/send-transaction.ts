import type { Hex } from 'viem'
import { type privateKeyToAccount } from 'viem/accounts'
import { DEMO_MARKER } from '@/lib/demo/marker'
import { ProviderError, type RpcCall } from '@/lib/demo/rpc'

type Account = ReturnType<typeof privateKeyToAccount>

/** Signs an `eth_sendTransaction` request locally, filling what it leaves open, and sends it raw. Gives its hash. */
export async function sendTransaction(account: Account, rpc: RpcCall, request: unknown): Promise<unknown> {
  const fields = readFields(request)
  if (fields.from !== undefined && fields.from.toLowerCase() !== account.address.toLowerCase())
    throw new ProviderError(4100, `this is the wallet of ${account.address}, not of ${fields.from} (${DEMO_MARKER})`)
  const call = {
    from: account.address,
    ...(fields.to === undefined ? {} : { to: fields.to }),
    value: fields.value ?? '0x0',
    data: fields.data ?? fields.input ?? '0x',
  } as const
  const [chainId, nonce, gas, fees] = await Promise.all([
    rpc('eth_chainId', []),
    fields.nonce ?? rpc('eth_getTransactionCount', [account.address, 'pending']),
    fields.gas ??
      rpc('eth_estimateGas', [call]).then((estimate) => `0x${((quantity(estimate) * 12n) / 10n).toString(16)}`),
    feesOf(rpc, fields),
  ])
  if (fields.chainId !== undefined && BigInt(fields.chainId) !== quantity(chainId))
    throw new ProviderError(
      4901,
      `this wallet is on chain ${quantity(chainId)}, the request is for ${BigInt(fields.chainId)}`,
    )
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId: Number(quantity(chainId)),
    nonce: Number(quantity(nonce)),
    gas: quantity(gas),
    ...fees,
    ...(call.to === undefined ? {} : { to: call.to }),
    value: BigInt(call.value),
    data: call.data,
  })
  return rpc('eth_sendRawTransaction', [raw])
}

async function feesOf(rpc: RpcCall, fields: Fields) {
  const [price, tip] = [quantity(await rpc('eth_gasPrice', [])), 1_000_000_000n]
  const maxPriorityFeePerGas = fields.maxPriorityFeePerGas === undefined ? tip : BigInt(fields.maxPriorityFeePerGas)
  const asked = fields.maxFeePerGas ?? fields.gasPrice
  const maxFeePerGas = asked === undefined ? price * 2n + maxPriorityFeePerGas : BigInt(asked)
  return {
    maxFeePerGas,
    maxPriorityFeePerGas: maxPriorityFeePerGas < maxFeePerGas ? maxPriorityFeePerGas : maxFeePerGas,
  }
}

const NAMES = [
  'from',
  'to',
  'value',
  'data',
  'input',
  'nonce',
  'gas',
  'gasPrice',
  'maxFeePerGas',
  'maxPriorityFeePerGas',
  'chainId',
] as const

type Fields = { readonly [Name in (typeof NAMES)[number]]?: Hex }

function readFields(request: unknown): Fields {
  if (request === null || typeof request !== 'object') throw new ProviderError(-32602, 'a transaction is an object')
  const given = new Map(Object.entries(request))
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value: unknown = given.get(name)
      if (value === undefined || value === null) return []
      if (typeof value !== 'string' || !/^0x[0-9a-fA-F]*$/.test(value))
        throw new ProviderError(-32602, `${name} of a transaction is hex`)
      return [[name, value]]
    }),
  )
}

function quantity(value: unknown): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]+$/.test(value))
    throw new ProviderError(-32603, `the node gave ${String(value)} where a number belongs`)
  return BigInt(value)
}
