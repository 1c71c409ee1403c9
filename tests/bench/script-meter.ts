import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'

export type LoadedScript = { readonly url: string; readonly bytes: number; readonly text: string }

export type ScriptMeter = {
  /** Waits until the page has loaded and nothing was under way for a while. @throws Error as below, or after a minute */
  readonly untilIdle: () => Promise<void>
  /**
   * Every script so far, with its bytes on the wire: headers, and the body as it was compressed.
   * @throws Error when a script came from where bytes are not counted
   */
  readonly scripts: () => Promise<readonly LoadedScript[]>
}

const QUIET_MS = 2_000
const WITHIN_MS = 60_000

/**
 * Counts what the network gives a page as script, from now on: by what the browser asked for it as and by its media
 * type, so that neither a preload nor WebAssembly passes unseen. The browser's cache is emptied first.
 */
export async function meterScripts(page: Page): Promise<ScriptMeter> {
  const cdp = await page.context().newCDPSession(page)
  const urls = new Map<string, string>()
  const open = new Set<string>()
  const loaded: { id: string; url: string; bytes: number }[] = []
  const uncounted: string[] = []
  let lastMove = performance.now()
  const moved = () => void (lastMove = performance.now())
  cdp.on('Network.requestWillBeSent', ({ requestId, type }) => {
    if (type !== 'EventSource') open.add(requestId)
    moved()
  })
  cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (!isScript(type ?? '', response.mimeType)) return
    urls.set(requestId, response.url)
    if (response.fromDiskCache || response.fromServiceWorker || response.fromPrefetchCache) uncounted.push(response.url)
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId)
    if (url !== undefined) loaded.push({ id: requestId, url, bytes: encodedDataLength })
    open.delete(requestId)
    moved()
  })
  cdp.on('Network.loadingFailed', ({ requestId }) => {
    open.delete(requestId)
    moved()
  })
  // Bodies are read at the end, so the browser has to keep them until then.
  await cdp.send('Network.enable', { maxTotalBufferSize: 100_000_000, maxResourceBufferSize: 20_000_000 })
  await cdp.send('Network.clearBrowserCache')

  // Of what a worker loads, the page hears half.
  const assertCounted = () => {
    if (uncounted.length > 0) throw new Error(`came from a cache, so it was not counted: ${uncounted.join(', ')}`)
    if (page.workers().length > 0) throw new Error('the page runs a worker, whose scripts are not counted')
  }

  return {
    untilIdle: async () => {
      await page.waitForLoadState('load')
      const deadline = performance.now() + WITHIN_MS
      while (open.size > 0 || performance.now() - lastMove < QUIET_MS) {
        assertCounted()
        if (performance.now() > deadline) throw new Error(`${page.url()} is still loading after ${WITHIN_MS / 1000} s`)
        await sleep(50)
      }
    },
    scripts: async () => {
      assertCounted()
      return Promise.all(
        loaded.map(async ({ id, url, bytes }) => {
          const { body, base64Encoded } = await cdp.send('Network.getResponseBody', { requestId: id })
          return { url, bytes, text: base64Encoded ? Buffer.from(body, 'base64').toString('latin1') : body }
        }),
      )
    },
  }
}

const isScript = (type: string, mimeType: string) => type === 'Script' || /javascript|ecmascript|wasm/.test(mimeType)

/** Bytes of all scripts together, in kB of 1000. */
export const kilobytesOf = (scripts: readonly LoadedScript[]): number =>
  scripts.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
