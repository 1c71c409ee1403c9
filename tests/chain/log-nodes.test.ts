import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { local } from '@/lib/chains/local'
import { createIo } from '@/lib/io/io'
import { logNodes } from '@/lib/session/log-nodes'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type FailingNode, startFailingNode } from '@/tests/builders/failing-node'

let chain: TestChain
let limited: FailingNode
beforeAll(async () => {
  chain = await startTestChain()
  limited = await startFailingNode(chain.url)
})
afterAll(async () => {
  await limited?.stop()
  await chain?.stop()
})

async function linesOf(...urls: string[]): Promise<readonly { readonly level: string; readonly what: string }[]> {
  const written: string[] = []
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  await logNodes(createIo({ rpcUrls: new Map([[local.id, urls]]), signatureKey: null }), [local.id])
  spy.mockRestore()
  return written.map((text) => JSON.parse(text) as { level: string; what: string })
}

it('a start logs what each node lacks and which is silent, without the path of its URL', async () => {
  limited.failOn(({ method }) =>
    method === 'debug_traceCall' || method === 'eth_getProof' ? { error: 'not here' } : null,
  )
  const host = new URL(limited.url).host
  const lines = await linesOf(limited.url, 'http://127.0.0.1:9/secret-key', chain.url)
  expect(lines.map(({ level, what }) => `${level} ${what}`)).toEqual([
    `fault node cannot simulate, no debug_traceCall with callTracer: ${host}, chain ${local.id}`,
    `fault node cannot simulate, no debug_traceCall with prestateTracer: ${host}, chain ${local.id}`,
    `note node has no eth_getProof: ${host}, chain ${local.id}`,
    `fault node does not answer: 127.0.0.1:9, chain ${local.id}`,
  ])
})

it('a start says nothing of nodes that can do everything, and outlives a chain without any', async () => {
  expect(await linesOf(chain.url)).toEqual([])
  const spy = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await expect(logNodes(createIo({ rpcUrls: new Map(), signatureKey: null }), [local.id])).resolves.toBeUndefined()
  spy.mockRestore()
})
