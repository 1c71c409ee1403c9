import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { once } from 'node:events'

/**
 * What a company puts before several web processes, as plain as it gets: each request goes to the next one in turn, and
 * to the one after it where that one takes no connections. Nothing else is repeated: a request whose process died may
 * have been carried out. Loopback only.
 * @param port on localhost
 * @param targets ports on localhost
 */
export async function startRoundRobin(
  port: number,
  targets: readonly number[],
): Promise<{ readonly stop: () => Promise<void> }> {
  let turn = 0
  const server = createServer((asked, answer) => {
    const start = turn++ % targets.length
    forward(asked, answer, [...targets.slice(start), ...targets.slice(0, start)])
  })
  server.listen(port, 'localhost')
  await once(server, 'listening')
  const stop = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { stop }
}

function forward(asked: IncomingMessage, answer: ServerResponse, [target, ...others]: readonly number[]): void {
  if (target === undefined) {
    answer.writeHead(502, { 'content-type': 'text/plain' }).end('No web process answers.\n')
    return
  }
  const { method, url: path, headers } = asked
  const passed = request({ host: 'localhost', port: target, agent: false, method, path, headers })
  let isConnected = false
  passed.on('socket', (socket) =>
    socket.once('connect', () => {
      isConnected = true
      asked.pipe(passed)
    }),
  )
  passed.on('response', (given) => {
    answer.writeHead(given.statusCode ?? 502, given.rawHeaders)
    given.pipe(answer)
    given.on('error', () => answer.destroy())
  })
  passed.on('error', () => {
    if (!isConnected) forward(asked, answer, others)
    else answer.destroy()
  })
  answer.on('close', () => passed.destroy())
}
