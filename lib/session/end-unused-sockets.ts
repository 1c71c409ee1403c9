import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/**
 * Follows the connections that this process accepts, and gives what ends those over which nothing was asked yet. Browsers
 * open some in advance, and a server that stops waits for them as if each were in the middle of a question.
 */
export function followSockets(): { readonly endUnused: () => void } {
  const open = new Set<Socket>()
  subscribe('net.server.socket', (message) => {
    const { socket } = message as { readonly socket: Socket }
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return {
    endUnused: () => {
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}

/** Until this process is told to stop. */
export function endUnusedSockets(): void {
  const { endUnused } = followSockets()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, endUnused)
}
