import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { kilobytesOf, meterScripts } from '@/tests/bench/script-meter'
import { openChromium } from '@/tests/builders/browser'

/** Pages and scripts of known sizes: comments that do not compress, so that what is transferred is known too. */
const noise = (bytes: number) => `/*${randomBytes(bytes / 2).toString('hex')}*/`
const SCRIPTS: Readonly<Record<string, string>> = {
  '/first.js': `${noise(100_000)};document.title = 'ready'`,
  '/later.js': `${noise(20_000)};document.title = 'later'`,
  '/worker.js': noise(10_000),
}
const PAGES: Readonly<Record<string, string>> = {
  '/plain': '<link rel="preload" as="script" href="/first.js"><script src="/first.js"></script>',
  '/click': `<button onclick="import('/later.js')">more</button>`,
  '/worker': '<script>new Worker("/worker.js")</script>',
}

let server: Server
let origin: string
let browser: Browser
let page: Page

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? ''
    const script = SCRIPTS[path]
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.setHeader('content-encoding', 'gzip')
    response.setHeader('cache-control', 'public, max-age=3600, immutable')
    response.end(gzipSync(script ?? PAGES[path] ?? ''))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => void (page = await browser.newPage()))
afterEach(() => page.close())

const gzipped = (path: string) => gzipSync(SCRIPTS[path] ?? '').length / 1000

it('counts a script once, as it was compressed, however the page asks for it', async () => {
  const meter = await meterScripts(page)
  await page.goto(`${origin}/plain`)
  await meter.untilIdle()
  const scripts = await meter.scripts()
  expect(scripts.map(({ url }) => url)).toEqual([`${origin}/first.js`])
  expect(scripts[0]?.text).toBe(SCRIPTS['/first.js'])
  // Headers come on top of the body.
  expect(kilobytesOf(scripts)).toBeGreaterThan(gzipped('/first.js'))
  expect(kilobytesOf(scripts)).toBeLessThan(gzipped('/first.js') + 1)
})

it('counts what an interaction loads only after it', async () => {
  const meter = await meterScripts(page)
  await page.goto(`${origin}/click`)
  await meter.untilIdle()
  expect(await meter.scripts()).toEqual([])
  await page.getByRole('button').click()
  await meter.untilIdle()
  expect(kilobytesOf(await meter.scripts())).toBeGreaterThan(gzipped('/later.js'))
})

it('counts in full what an earlier visit left in the cache', async () => {
  await page.goto(`${origin}/plain`)
  const meter = await meterScripts(page)
  await page.goto(`${origin}/plain`)
  await meter.untilIdle()
  const fresh = await meter.scripts().then(kilobytesOf, (error: Error) => error.message)
  expect(fresh).toBeGreaterThan(gzipped('/first.js'))
})

it('refuses to count a page that runs scripts elsewhere', async () => {
  const meter = await meterScripts(page)
  await Promise.all([page.waitForEvent('worker'), page.goto(`${origin}/worker`)])
  await expect(meter.untilIdle()).rejects.toThrow('the page runs a worker')
  await expect(meter.scripts()).rejects.toThrow('the page runs a worker')
})
