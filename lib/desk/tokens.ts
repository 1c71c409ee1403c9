import { readFile } from 'node:fs/promises'
import {
  concatHex,
  encodeAbiParameters,
  encodeFunctionData,
  getContractAddress,
  isHex,
  parseAbi,
  zeroHash,
  type Address,
  type Hash,
  type Hex,
} from 'viem'
import { z } from 'zod'
import { becomeSender, connectLocalChain, ISSUER, requireSuccess, sendAs, submitAs } from '@/lib/desk/chain-client'
import { DEPLOYMENT_PROXY } from '@/lib/desk/contracts-table'

/** Contracts of tokens/Tokens.sol; `Drainer` is no token but the target of a malicious delegatecall. */
export const LOCAL_TOKENS = {
  usdc: { contract: 'UsdcLike', symbol: 'USDC', name: 'USD Coin (local)', decimals: 6 },
  usdt: { contract: 'UsdtLike', symbol: 'USDT', name: 'Tether USD (local)', decimals: 6 },
  fee: { contract: 'FeeToken', symbol: 'FEE', name: 'Fee on Transfer', decimals: 18 },
  stuck: { contract: 'RevertToken', symbol: 'STUCK', name: 'Transfers Disabled', decimals: 18 },
  false: { contract: 'FalseToken', symbol: 'FALSE', name: 'Returns False', decimals: 18 },
} as const
export type LocalToken = keyof typeof LOCAL_TOKENS

export type TokenAddresses = Record<LocalToken | 'drainer', Address>

const ISSUED = parseAbi([
  'function mint(address to, uint256 value)',
  'function blacklist(address account)',
  'function addBlackList(address account)',
  'function pause()',
])

const compiled = z.record(z.string(), z.object({ bytecode: z.custom<Hex>((value) => isHex(value)) }))

/**
 * Puts the local tokens on the chain at addresses that depend only on their code and the issuer, and skips those
 * already there.
 */
export async function deployTokens(url: string): Promise<TokenAddresses> {
  const client = connectLocalChain(url)
  const { addresses, initCodes } = await plan()
  const sent: Hash[] = []
  await becomeSender(client, ISSUER)
  for (const [key, initCode] of initCodes) {
    if ((await client.getCode({ address: addresses[key] })) !== undefined) continue
    sent.push(
      await submitAs(client, ISSUER, { to: DEPLOYMENT_PROXY, data: concatHex([zeroHash, initCode]), gas: 3_000_000n }),
    )
  }
  for (const hash of sent) await requireSuccess(client, hash)
  for (const [key] of initCodes) {
    if ((await client.getCode({ address: addresses[key] })) === undefined) throw new Error(`token ${key} has no code`)
  }
  return addresses
}

/** Where the local tokens are, without asking a chain. */
export async function tokenAddresses(): Promise<TokenAddresses> {
  return (await plan()).addresses
}

/** Issues `units` (base units) to an account. */
export async function mintToken(url: string, token: Address, to: Address, units: bigint): Promise<void> {
  await asIssuer(url, token, encodeFunctionData({ abi: ISSUED, functionName: 'mint', args: [to, units] }))
}

/** The issuer freezes an account of the USDC-like or USDT-like token. */
export async function blacklistAccount(url: string, token: 'usdc' | 'usdt', account: Address): Promise<void> {
  const functionName = token === 'usdc' ? 'blacklist' : 'addBlackList'
  const address = (await tokenAddresses())[token]
  await asIssuer(url, address, encodeFunctionData({ abi: ISSUED, functionName, args: [account] }))
}

/** The issuer stops every transfer of the USDC-like token. */
export async function pauseUsdc(url: string): Promise<void> {
  await asIssuer(url, (await tokenAddresses()).usdc, encodeFunctionData({ abi: ISSUED, functionName: 'pause' }))
}

async function asIssuer(url: string, to: Address, data: Hex): Promise<void> {
  await sendAs(connectLocalChain(url), ISSUER, { to, data })
}

async function plan(): Promise<{ addresses: TokenAddresses; initCodes: [LocalToken | 'drainer', Hex][] }> {
  const text = await readFile(new URL('./tokens/tokens.json', import.meta.url), 'utf8')
  const contracts = compiled.parse(JSON.parse(text))
  const issuer = encodeAbiParameters([{ type: 'address' }], [ISSUER])
  const initCode = (contract: string): Hex => {
    const found = contracts[contract]
    if (!found) throw new Error(`tokens.json has no ${contract}; run node lib/desk/tokens/compile.mjs`)
    return contract === 'Drainer' ? found.bytecode : concatHex([found.bytecode, issuer])
  }
  const codes = {
    usdc: initCode('UsdcLike'),
    usdt: initCode('UsdtLike'),
    fee: initCode('FeeToken'),
    stuck: initCode('RevertToken'),
    false: initCode('FalseToken'),
    drainer: initCode('Drainer'),
  }
  const at = (bytecode: Hex): Address =>
    getContractAddress({ opcode: 'CREATE2', from: DEPLOYMENT_PROXY, salt: zeroHash, bytecode })
  const addresses = {
    usdc: at(codes.usdc),
    usdt: at(codes.usdt),
    fee: at(codes.fee),
    stuck: at(codes.stuck),
    false: at(codes.false),
    drainer: at(codes.drainer),
  }
  const initCodes: [LocalToken | 'drainer', Hex][] = [
    ['usdc', codes.usdc],
    ['usdt', codes.usdt],
    ['fee', codes.fee],
    ['stuck', codes.stuck],
    ['false', codes.false],
    ['drainer', codes.drainer],
  ]
  return { addresses, initCodes }
}
