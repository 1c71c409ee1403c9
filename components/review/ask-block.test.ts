import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { askBlock } from './ask-block'

const HASH = `0x${'Ab'.repeat(32)}`
const servers: Server[] = []
afterAll(() => servers.forEach((server) => server.close()))

/** A node that answers each question by its first parameter. */
async function node(answers: (block: string) => unknown): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      const { params } = JSON.parse(body) as { params: [string, boolean] }
      response.end(JSON.stringify(answers(params[0])))
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const chain = (block: string) => ({
  result: block === 'latest' ? { hash: `0x${'cd'.repeat(32)}`, timestamp: '0x64' } : { hash: HASH, timestamp: '0x50' },
})

describe('the block that nodes know', () => {
  it('is told by each of them, with the time of its newest', async () => {
    const urls = [await node(chain), await node(chain)]
    const opinions = await askBlock(urls, 7n)
    expect(opinions).toEqual(urls.map((url) => ({ party: new URL(url).host, hash: HASH.toLowerCase(), newest: 100n })))
  })

  it('is silence where a node fails, does not know it, or answers no hash, and takes nobody else’s word away', async () => {
    const odd = ['0x12', 7, `0x${'zz'.repeat(32)}`].map((hash) => () => ({ result: { hash, timestamp: 'soon' } }))
    const kinds = [chain, () => ({ result: null }), () => ({ error: { code: -32000, message: 'no' } }), ...odd]
    const urls = [...(await Promise.all(kinds.map(node))), 'http://127.0.0.1:9']
    const [first, ...others] = await askBlock(urls, 7n)
    expect(first).toMatchObject({ hash: HASH.toLowerCase(), newest: 100n })
    for (const other of others) expect(other).toMatchObject({ hash: null, newest: null })
  })
})
