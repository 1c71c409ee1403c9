import net from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { choosePort, isPortFree } from '@/lib/desk/ports'

const servers: net.Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

describe('choosing a port', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('names a port that is held on %s and takes another', async (host) => {
    const busyPort = await listen(host)
    const chosen = await choosePort(busyPort)
    expect(chosen.busyPort).toBe(busyPort)
    expect(chosen.port).not.toBe(busyPort)
    expect(await isPortFree(chosen.port)).toBe(true)
  })

  it('takes the wanted port when it is free', async () => {
    const { port } = await choosePort(null)
    expect(await choosePort(port)).toEqual({ port, busyPort: null })
  })
})

async function listen(host: string): Promise<number> {
  const server = net.createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric address')
  return address.port
}
