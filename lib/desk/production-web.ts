import { spawn } from 'node:child_process'
import { nextProgram } from '@/lib/desk/demo-build'
import type { ListenEnv } from '@/lib/env'

/** Requests that run may end within this time once the process is told to stop. */
const DRAIN_SECONDS = 10

/**
 * Runs the production web until it ends by itself or this process is told to stop, then lets open requests end.
 * @returns exit code: 0 when it was told to stop
 */
export async function serveProduction({ host, port }: ListenEnv): Promise<number> {
  // A process of its own: Next brings its own React, which this one's import conditions would replace.
  const child = spawn(process.execPath, [nextProgram(), 'start', '-H', host, '-p', String(port)], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    // The channel tells it when this process is killed outright.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C reaches this process alone, which passes it on once.
    detached: true,
  })
  let isStopping = false
  const stop = (): void => {
    if (isStopping) return
    isStopping = true
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), DRAIN_SECONDS * 1000).unref()
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
  // A launcher that was killed outright closes its channel.
  process.on('disconnect', stop)
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(isStopping ? 0 : code || 1))
  })
}
