import { DEMO_MARKER } from '@/lib/demo/marker'

/** An error as EIP-1193 and JSON-RPC carry it. */
export class ProviderError extends Error {
  readonly code: number
  readonly kit = DEMO_MARKER

  constructor(code: number, message: string) {
    super(message)
    this.name = 'ProviderError'
    this.code = code
  }
}

export type RpcCall = (method: string, params: readonly unknown[]) => Promise<unknown>

/**
 * A JSON-RPC caller for one node.
 * @param url absolute in Node; in a browser also a path of the page's own origin
 * @throws ProviderError with the node's code and message; -32603 when it did not answer properly
 */
export function rpcCaller(url: string): RpcCall {
  let id = 0
  return async (method, params) => {
    id += 1
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
    }).catch((cause: unknown) => {
      throw new ProviderError(-32603, `the node at ${url} cannot be reached: ${String(cause)}`)
    })
    const answer: unknown = await response.json().catch(() => null)
    if (answer !== null && typeof answer === 'object') {
      if ('error' in answer && answer.error) throw providerError(answer.error)
      if ('result' in answer) return answer.result
    }
    throw new ProviderError(-32603, `the node at ${url} answered with status ${response.status} and no result`)
  }
}

function providerError(error: unknown): ProviderError {
  const { code, message } = { code: -32603, message: 'the node refused', ...(error as object) }
  return new ProviderError(Number(code), String(message))
}
