import 'server-only'
import { z } from 'zod'
import { findChain } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'
import { type Clock, systemClock } from '@/lib/io/clock'

export type RpcCall = { readonly method: string; readonly params: readonly unknown[] }

/** The node's answer to one call. Codes differ between nodes, so nothing may depend on one. */
export type RpcAnswer =
  { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly message: string }

/** One node of one chain. */
export type Node = {
  readonly chainId: number
  /** Host of its URL; the path may hold a key and is never shown. */
  readonly party: string
  readonly url: string
  /** Tells how old the node's newest block is. */
  readonly clock: Clock
  /**
   * Sends calls in as few requests as possible; answers come in the order of the calls.
   * @throws AppError UNAVAILABLE when the node does not answer or serves another chain
   */
  readonly ask: (calls: readonly RpcCall[]) => Promise<RpcAnswer[]>
}

export type Rpc = {
  /** Every node of a chain, the preferred first. @throws AppError UNAVAILABLE when the chain has none */
  readonly nodesOf: (chainId: number) => readonly [Node, ...Node[]]
  /** The result of the first node that answers. @throws AppError UNAVAILABLE when none does */
  readonly withNode: <Result>(chainId: number, visit: (node: Node) => Promise<Result>) => Promise<Result>
}

const TIMEOUT_MS = 8_000
const BATCH_CALLS = 100
const MAX_ANSWER_CHARACTERS = 64_000_000

/** JSON-RPC 2.0 over HTTP. @param rpcUrls chain id → URLs, the preferred first */
export function createRpc(rpcUrls: ReadonlyMap<number, readonly string[]>, clock: Clock = systemClock): Rpc {
  const nodes = new Map(
    [...rpcUrls].map(([chainId, urls]) => [chainId, urls.map((url) => openNode(chainId, url, clock))]),
  )
  const nodesOf: Rpc['nodesOf'] = (chainId) => {
    const [first, ...more] = nodes.get(chainId) ?? []
    if (!first) throw new AppError('UNAVAILABLE', `This desk has no connection to ${nameOf(chainId)}.`)
    return [first, ...more]
  }
  return {
    nodesOf,
    withNode: async (chainId, visit) => {
      const [first, ...more] = nodesOf(chainId)
      let lastFailure: AppError | null = null
      for (const node of [first, ...more]) {
        try {
          return await visit(node)
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'UNAVAILABLE') throw error
          lastFailure = error
        }
      }
      throw lastFailure ?? new Error('a chain has at least one node')
    },
  }
}

function openNode(chainId: number, url: string, clock: Clock): Node {
  const party = new URL(url).host
  let checked: Promise<void> | null = null
  const isRightChain = async (): Promise<void> => {
    if ((await askChainId(chainId, url)) !== chainId)
      throw new AppError('UNAVAILABLE', `The node at ${party} does not serve ${nameOf(chainId)} (${chainId}).`)
  }
  return {
    chainId,
    party,
    url,
    clock,
    ask: async (calls) => {
      checked ??= isRightChain().catch((error: unknown) => {
        checked = null // asked again next time
        throw error
      })
      await checked
      const answers: RpcAnswer[] = []
      for (let at = 0; at < calls.length; at += BATCH_CALLS)
        answers.push(...(await send(url, party, chainId, calls.slice(at, at + BATCH_CALLS))))
      return answers
    },
  }
}

const chainIdShape = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,13}$/)
  .transform(Number)

/** The id of the chain that a node serves. @param chainId the one it is listed under. @throws AppError UNAVAILABLE */
export async function askChainId(chainId: number, url: string): Promise<number> {
  const party = new URL(url).host
  const [answer] = await send(url, party, chainId, [{ method: 'eth_chainId', params: [] }])
  const served = answer?.ok ? chainIdShape.safeParse(answer.result).data : undefined
  if (served === undefined) throw silent(party, chainId, 'it does not say which chain it serves')
  return served
}

const answerSchema = z.object({
  id: z.number().int(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})
const answersSchema = z.union([z.array(answerSchema), answerSchema.transform((one) => [one])])

async function send(url: string, party: string, chainId: number, calls: readonly RpcCall[]): Promise<RpcAnswer[]> {
  if (calls.length === 0) return []
  const requests = calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }))
  const text = await post(url, party, chainId, JSON.stringify(requests.length === 1 ? requests[0] : requests))
  const answers = answersSchema.safeParse(parseJson(text)).data
  if (!answers) throw silent(party, chainId, 'its answer is not JSON-RPC')
  const byId = new Map(answers.map((answer) => [answer.id, answer]))
  return calls.map((_, id): RpcAnswer => {
    const answer = byId.get(id)
    if (!answer) throw silent(party, chainId, 'its answer is not complete')
    if (answer.error) return { ok: false, message: displayText(answer.error.message) }
    return { ok: true, result: answer.result }
  })
}

async function post(url: string, party: string, chainId: number, body: string): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await response.text()
    if (text.length > MAX_ANSWER_CHARACTERS) throw silent(party, chainId, 'its answer is too large')
    if (response.status >= 500 || response.status === 429 || response.status === 401 || response.status === 403)
      throw silent(party, chainId, `HTTP ${response.status}`)
    return text
  } catch (error) {
    if (error instanceof AppError) throw error
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    throw silent(party, chainId, isLate ? `no answer within ${TIMEOUT_MS / 1000} s` : 'no connection')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // refused by the schema that follows
  }
}

const nameOf = (chainId: number) => findChain(chainId)?.name ?? `chain ${chainId}`

const silent = (party: string, chainId: number, why: string) =>
  new AppError('UNAVAILABLE', `The chain did not answer: ${nameOf(chainId)} through ${party}, ${why}.`)
