import net from 'node:net'

export type ChosenPort = { port: number; /** The wanted port when something else holds it. */ busyPort: number | null }

/**
 * The wanted port, or a free one when it is busy, so that the caller can name the busy port.
 * @param wanted TCP port; null takes any free one
 */
export async function choosePort(wanted: number | null): Promise<ChosenPort> {
  if (wanted === null) return { port: await freePort(), busyPort: null }
  if (await isPortFree(wanted)) return { port: wanted, busyPort: null }
  for (let next = wanted + 1; next <= Math.min(wanted + 20, 65_535); next += 1) {
    if (await isPortFree(next)) return { port: next, busyPort: wanted }
  }
  return { port: await freePort(), busyPort: wanted }
}

/** Whether nothing on this machine's loopback answers on, or holds, the port. */
export async function isPortFree(port: number): Promise<boolean> {
  // A listener on the wildcard address does not stop a loopback bind everywhere, so ask both ways.
  if (await answers(port)) return false
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'))
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric address')
      server.close(() => resolve(address.port))
    })
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' })
    socket.setTimeout(500, () => finish(true))
    socket.once('connect', () => finish(true))
    socket.once('error', () => finish(false))
    function finish(isAnswered: boolean): void {
      socket.destroy()
      resolve(isAnswered)
    }
  })
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    // A machine without IPv6 has no ::1 to hold the port.
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'),
    )
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
