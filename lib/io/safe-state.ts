import 'server-only'
import type { Address, Hash, Hex } from 'viem'
import { decodeFunctionResult, encodeFunctionData, getAddress, numberToHex, parseAbi, size, slice } from 'viem/utils'
import { chainOf } from '@/lib/chains/index'
import { SENTINEL_ADDRESS } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'
import { hashOfCode } from '@/lib/core/hash-of-code'
import type { Node, RpcCall } from '@/lib/io/rpc'
import { answered, contractAnswer, hexShape, readHead } from '@/lib/io/rpc-shapes'
import { FALLBACK_HANDLER_SLOT, GUARD_SLOT, MODULE_GUARD_SLOT, SINGLETON_SLOT } from '@/lib/simulate/safe-slots'
import type { SafeState } from '@/lib/simulate/types'
import { findDeployment } from '@/lib/stage/deployments'

const SAFE = parseAbi([
  'function VERSION() view returns (string)',
  'function getOwners() view returns (address[])',
  'function getThreshold() view returns (uint256)',
  'function nonce() view returns (uint256)',
  'function getModulesPaginated(address start, uint256 pageSize) view returns (address[] array, address next)',
])
const MODULES_PER_PAGE = 50n
const MAX_PAGES = 20

/** Code hashes of the proxies that the official factories create; no deployment list has them. */
const PROXY_CODE: readonly Hash[] = [
  '0xb89c1b3bdf2cf8827818646bce9a8f6e372885f8c55e5c07acbd307cb133b000', // GnosisSafeProxy 1.3.0
  '0xd7d408ebcd99b2b70be43e20253d6d92a8ea8fab29bd3be7f55b10032331fb4c', // SafeProxy 1.4.1
  '0x4e381985ca68b3e5d27b4425fa581c19cf33146d3f887a3cfca96f55528ea46f', // SafeProxy 1.5.0
]
const SINGLETONS: readonly string[] = ['GnosisSafe', 'GnosisSafeL2', 'Safe', 'SafeL2']

/** A Safe as the chain has it, and the block that it was read at. */
export type SafeReading = {
  readonly state: SafeState
  readonly block: bigint
  readonly codeHash: Hash
  readonly singletonCodeHash: Hash
}

/** Whether a Safe may be trusted to be one, or the sentence why not. */
export type TrustedSafe =
  { readonly ok: true; readonly state: SafeState } | { readonly ok: false; readonly sentence: string }

/**
 * Everything that decides what a Safe does, in one block: version, owners, threshold, nonce, modules, and the slots of
 * singleton, guards and handler.
 * @throws AppError NOT_FOUND when nothing at the address answers like a Safe, UNAVAILABLE when the node does not answer
 */
export async function readSafe(node: Node, address: Address): Promise<SafeReading> {
  const head = await readHead(node)
  const block = numberToHex(head.number)
  const slots = [SINGLETON_SLOT, GUARD_SLOT, MODULE_GUARD_SLOT, FALLBACK_HANDLER_SLOT]
  const functions = ['VERSION', 'getOwners', 'getThreshold', 'nonce'] as const
  const answers = await node.ask([
    { method: 'eth_getCode', params: [address, block] },
    ...slots.map((slot) => ({ method: 'eth_getStorageAt', params: [address, slot, block] })),
    ...functions.map((functionName) => callTo(address, encodeFunctionData({ abi: SAFE, functionName }), block)),
  ])
  const code = answered(node, hexShape, answers[0])
  if (code === '0x') throw absent(address, node.chainId, 'has no contract')
  const [singleton, guard, moduleGuard, fallbackHandler] = [1, 2, 3, 4].map((place) =>
    addressIn(answered(node, hexShape, answers[place])),
  )
  const [version, owners, threshold, nonce] = [5, 6, 7, 8].map((place) => contractAnswer(node, answers[place]))
  if (!version || !owners || !threshold || !nonce || !singleton || !guard || !moduleGuard || !fallbackHandler)
    throw absent(address, node.chainId, 'does not answer like a Safe')
  const [singletonCode] = await node.ask([{ method: 'eth_getCode', params: [singleton, block] }])
  const reading: SafeReading = {
    block: head.number,
    codeHash: hashOfCode(code),
    singletonCodeHash: hashOfCode(answered(node, hexShape, singletonCode)),
    state: {
      ...parseAs(
        () => ({
          version: displayText(decodeFunctionResult({ abi: SAFE, functionName: 'VERSION', data: version }), 20),
          owners: decodeFunctionResult({ abi: SAFE, functionName: 'getOwners', data: owners }),
          threshold: Number(decodeFunctionResult({ abi: SAFE, functionName: 'getThreshold', data: threshold })),
          nonce: decodeFunctionResult({ abi: SAFE, functionName: 'nonce', data: nonce }),
        }),
        address,
        node.chainId,
      ),
      singleton,
      modules: await readModules(node, address, block),
      guard,
      moduleGuard,
      fallbackHandler,
    },
  }
  const judged = judgeSafe(node.chainId, address, reading)
  return judged.ok ? reading : { ...reading, state: { ...reading.state, codeFault: judged.sentence } }
}

/** Judges whether the code behind a Safe is the official one (SPEC §4: a Safe's own ABI is read only then). */
export function judgeSafe(chainId: number, address: Address, reading: SafeReading): TrustedSafe {
  const { state, codeHash, singletonCodeHash } = reading
  const refuse = (sentence: string): TrustedSafe => ({ ok: false, sentence })
  if (!PROXY_CODE.includes(codeHash))
    return refuse(`The contract at ${address} is not an official Safe proxy of version 1.3.0, 1.4.1 or 1.5.0.`)
  const deployment = findDeployment(chainId, state.singleton)
  if (!deployment || !SINGLETONS.includes(deployment.name))
    return refuse(
      `The Safe at ${address} runs ${state.singleton}, which is not an official Safe contract on this chain.`,
    )
  if (deployment.codeHash.toLowerCase() !== singletonCodeHash)
    return refuse(`The code at ${state.singleton}, which the Safe runs, is not the official code of that address.`)
  if (deployment.version !== state.version)
    return refuse(
      `The Safe at ${address} says version ${state.version}; its contract is version ${deployment.version}.`,
    )
  return { ok: true, state }
}

async function readModules(node: Node, safe: Address, block: Hex): Promise<Address[]> {
  const modules: Address[] = []
  let start = SENTINEL_ADDRESS
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const args = [start, MODULES_PER_PAGE] as const
    const data = encodeFunctionData({ abi: SAFE, functionName: 'getModulesPaginated', args })
    const output = contractAnswer(node, (await node.ask([callTo(safe, data, block)]))[0])
    if (output === null) throw absent(safe, node.chainId, 'does not list its modules')
    const [found, next] = parseAs(
      () => decodeFunctionResult({ abi: SAFE, functionName: 'getModulesPaginated', data: output }),
      safe,
      node.chainId,
    )
    modules.push(...found)
    if (found.length < Number(MODULES_PER_PAGE) || BigInt(next) <= 1n) return modules
    // Before 1.4.0 `next` is itself the first entry of the following page and belongs to none.
    if (!found.includes(next)) modules.push(next)
    start = next
  }
  throw absent(safe, node.chainId, 'has more modules than can be judged')
}

// Answers of whatever is there: only a Safe's have these forms.
function parseAs<Result>(parse: () => Result, safe: Address, chainId: number): Result {
  try {
    return parse()
  } catch {
    throw absent(safe, chainId, 'does not answer like a Safe')
  }
}

/** An `eth_call` at a block, given as a quantity or a tag. */
export function callTo(to: Address, data: Hex, block: Hex | 'latest'): RpcCall {
  return { method: 'eth_call', params: [{ to, data }, block] }
}

function addressIn(word: Hex): Address | null {
  if (size(word) !== 32) return null
  return getAddress(slice(word, 12))
}

const absent = (address: Address, chainId: number, what: string) =>
  new AppError('NOT_FOUND', `${address} ${what} on ${chainOf(chainId).name}.`)
