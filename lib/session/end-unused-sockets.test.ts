import { createServer, get, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { followSockets } from '@/lib/session/end-unused-sockets'

const { endUnused } = followSockets()

it('ends a connection over which nothing was asked, for which a server that stops would wait', async () => {
  const { server, port } = await serve()
  await opened(connect(port, '127.0.0.1'))
  let isClosed = false
  const closed = new Promise<void>((resolve) => server.close(() => resolve())).then(() => (isClosed = true))
  await sleep(200)
  expect(isClosed).toBe(false)
  endUnused()
  expect(await closed).toBe(true)
})

it('leaves one that is being answered', async () => {
  const { server, port } = await serve()
  const answer = new Promise<string>((resolve, reject) => {
    get({ port, host: '127.0.0.1', agent: false }, (response) => void response.setEncoding('utf8').on('data', resolve))
      // Nothing else ends this one.
      .once('error', reject)
  })
  await sleep(100)
  endUnused()
  expect(await answer).toBe('answered')
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

async function serve(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((_request, response) => void setTimeout(() => response.end('answered'), 300))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

async function opened(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  // The other end accepts it a moment later.
  await sleep(50)
}
