import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type AskedCall = { readonly id: number; readonly method: string; readonly params: readonly unknown[] }

/** What the node answers instead of passing a call on; null passes it on. */
export type Failing = (call: AskedCall) => { readonly error: string } | { readonly result: unknown } | null

/** What the node makes of an honest result; it takes its time where it waits for one. */
export type Falsifying = (call: AskedCall, result: unknown) => unknown

export type FailingNode = {
  readonly url: string
  readonly failOn: (fail: Failing) => void
  /** Passes every call on, and changes what comes back. */
  readonly falsify: (change: Falsifying) => void
  readonly stop: () => Promise<void>
}

/** A node that passes JSON-RPC on to another one and answers exactly the calls it is told to by itself. */
export async function startFailingNode(chainUrl: string): Promise<FailingNode> {
  const held: { fail: Failing; change: Falsifying } = { fail: () => null, change: (_, result) => result }
  const server = createServer((request, response) => {
    void (async () => {
      const body = JSON.parse(await bodyOf(request)) as AskedCall | AskedCall[]
      const calls = Array.isArray(body) ? body : [body]
      const answers = await Promise.all(calls.map((call) => answer(chainUrl, held, call)))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failOn: (fail) => void (held.fail = fail),
    falsify: (change) => void (held.change = change),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Held = { readonly fail: Failing; readonly change: Falsifying }

async function answer(chainUrl: string, { fail, change }: Held, call: AskedCall): Promise<object> {
  const own = fail(call)
  if (own !== null && 'error' in own)
    return { jsonrpc: '2.0', id: call.id, error: { code: -32005, message: own.error } }
  if (own !== null) return { jsonrpc: '2.0', id: call.id, result: own.result }
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(chainUrl, { method: 'POST', headers, body: JSON.stringify(call) })
  const honest = (await response.json()) as { readonly result?: unknown }
  return 'result' in honest ? { ...honest, result: await change(call, honest.result) } : honest
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
