import 'server-only'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import { type AbiAnswer, NO_ABI_SOURCE } from '@/lib/decode/fetched-abis'
import type { AbiFound } from '@/lib/io/abi-found'
import { readAbiFolder } from '@/lib/io/abi-folder'
import type { Clock } from '@/lib/io/clock'
import { logFault } from '@/lib/io/log'
import { type ProxyCode, readProxyCode } from '@/lib/io/proxy-code'
import type { Rpc } from '@/lib/io/rpc'
import { askSourcify } from '@/lib/io/sourcify'
import { takeTurns } from '@/lib/io/take-turns'

export type AbiSettings = {
  /** Folder of `<chainId>/<address>.json`; null when there is none. */
  readonly folder: string | null
  /** Base URL of a Sourcify server; null asks nobody. */
  readonly sourcifyUrl: string | null
}

export type Abis = {
  /**
   * An ABI for each address, or a sentence that says why there is none; in the order of the addresses. It vouches for
   * nothing. Never throws for what a source, a node or an address does.
   */
  readonly lookUp: (chainId: number, addresses: readonly Address[]) => Promise<readonly AbiAnswer[]>
}

const MAX_ADDRESSES = 50
const MAX_AT_ONCE = 4
const MAX_KEPT = 100
const DEADLINE_MS = 15_000
/** Seconds an answer is kept. A source that failed is asked again soon, and so is a folder that somebody is filling. */
const KEPT_SECONDS = { sourcify: 3_600, 'local-folder': 30, failure: 60 } as const

type Kept = { readonly answer: Promise<AbiAnswer>; until: number }

/** Folder first, then Sourcify; a proxy is answered by the ABI of its implementation, which the desk's own nodes name. */
export function createAbis(settings: AbiSettings, rpc: Rpc, clock: Clock): Abis {
  const kept = new Map<string, Kept>()
  const inTurn = takeTurns(MAX_AT_ONCE)
  const isOff = settings.folder === null && settings.sourcifyUrl === null

  function answerTo(chainId: number, address: Address): Promise<AbiAnswer> {
    const key = `${chainId}:${address}`
    const now = clock.now().getTime()
    const before = kept.get(key)
    if (before && before.until > now) return before.answer
    const answer = inTurn(() => findAbi(settings, rpc, chainId, address))
    const entry: Kept = { answer, until: Infinity }
    kept.delete(key)
    kept.set(key, entry)
    const [oldest] = kept.keys()
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    void answer.then((found) => {
      const seconds = KEPT_SECONDS['failure' in found ? 'failure' : found.source]
      entry.until = clock.now().getTime() + seconds * 1_000
    })
    return answer
  }

  return {
    lookUp: async (chainId, addresses) => {
      const late = new Promise<null>((resolve) => setTimeout(resolve, DEADLINE_MS, null).unref())
      return Promise.all(
        addresses.map(async (given, at): Promise<AbiAnswer> => {
          const address = getAddress(given)
          if (isOff) return { address, failure: NO_ABI_SOURCE }
          if (at >= MAX_ADDRESSES)
            return { address, failure: `ABIs are looked up for ${MAX_ADDRESSES} contracts at once.` }
          const found = await Promise.race([answerTo(chainId, address), late])
          return found ?? { address, failure: `No ABI within ${DEADLINE_MS / 1_000} s.` }
        }),
      )
    },
  }
}

async function findAbi(settings: AbiSettings, rpc: Rpc, chainId: number, address: Address): Promise<AbiAnswer> {
  try {
    // What the operator wrote for this very address is meant for calls to it, proxy or not.
    const own = await askFolder(settings, chainId, address)
    if (own.kind === 'failed') return { address, failure: own.why }
    const code = await proxyCode(rpc, chainId, address)
    if (own.kind === 'found') return answerOf(address, own, code)
    const { implementation } = code
    const found = await askAll(settings, chainId, implementation ?? address)
    if (found.kind === 'found') return answerOf(address, found, code, implementation)
    return { address, failure: implementation ? `For its implementation ${implementation}: ${found.why}` : found.why }
  } catch (error) {
    logFault(error, { what: 'an ABI could not be looked up' })
    return { address, failure: 'The ABI could not be looked up.' }
  }
}

function answerOf(
  address: Address,
  { origin, functions }: Extract<AbiFound, { kind: 'found' }>,
  { selectors }: ProxyCode,
  implementation: Address | null = null,
): AbiAnswer {
  const has = new Set(selectors)
  const missing = Object.keys(functions).filter((selector) => !has.has(selector))
  // Where most are missing it is the reading of the code that failed, not the ABI.
  const absent = missing.length * 2 > Object.keys(functions).length ? [] : missing
  return { address, ...origin, ...(implementation && { implementation }), functions, absent }
}

async function askAll(settings: AbiSettings, chainId: number, address: Address): Promise<AbiFound> {
  const own = await askFolder(settings, chainId, address)
  return own.kind !== 'none' || settings.sourcifyUrl === null
    ? own
    : askSourcify(settings.sourcifyUrl, chainId, address)
}

const askFolder = async ({ folder }: AbiSettings, chainId: number, address: Address): Promise<AbiFound> =>
  folder === null ? { kind: 'none', why: 'Nobody was asked for an ABI.' } : readAbiFolder(folder, chainId, address)

// Without a node nobody knows whether a proxy stands there: an ABI is then the one of the address itself.
async function proxyCode(rpc: Rpc, chainId: number, address: Address): Promise<ProxyCode> {
  try {
    return await readProxyCode(rpc, chainId, address)
  } catch (error) {
    if (!(error instanceof AppError)) logFault(error, { what: 'a proxy could not be resolved' })
    return { implementation: null, selectors: [] }
  }
}
