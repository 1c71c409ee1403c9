import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@/lib/core/errors'
import { lastLines, type Child } from '@/lib/desk/child'

/** Waits until the address answers 200. @throws AppError with the part's last lines when it ends or takes too long */
export async function waitUntilHealthy(child: Child, url: string, withinSeconds: number): Promise<void> {
  const deadline = performance.now() + withinSeconds * 1000
  for (;;) {
    if (child.hasExited()) {
      throw new AppError(
        'UNAVAILABLE',
        `The ${child.name} ended while starting:\n${await lastLines(child.logFile, 20)}`,
      )
    }
    const status = await statusOf(url)
    if (status === 200) return
    if (performance.now() > deadline) {
      const said = status === null ? 'does not answer' : `answers ${status}`
      const lines = await lastLines(child.logFile, 20)
      throw new AppError('UNAVAILABLE', `${url} ${said} after ${withinSeconds} s:\n${lines}`)
    }
    await sleep(100)
  }
}

/** Waits until the part wrote a line with this text. @throws AppError as above */
export async function waitUntilSaid(child: Child, text: string, withinSeconds: number): Promise<void> {
  const deadline = performance.now() + withinSeconds * 1000
  for (;;) {
    const lines = await lastLines(child.logFile, 20)
    if (lines.includes(text)) return
    if (child.hasExited()) throw new AppError('UNAVAILABLE', `The ${child.name} ended while starting:\n${lines}`)
    if (performance.now() > deadline) {
      throw new AppError('UNAVAILABLE', `The ${child.name} is not ready after ${withinSeconds} s:\n${lines}`)
    }
    await sleep(50)
  }
}

function statusOf(url: string): Promise<number | null> {
  return new Promise((resolve) => {
    const request = http.get(url, { timeout: 5_000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? null)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(null))
  })
}
