import { type Browser, type BrowserContext, chromium, type Page, type Response } from 'playwright-core'
import { CHROMIUM_FLAGS, findChromium } from '@/tests/builders/chromium'

export type Screen = {
  width: number
  height: number
  scheme: 'light' | 'dark'
}

export const DESKTOP: Screen = { width: 1440, height: 900, scheme: 'light' }

/** What one person's browser saw that it must not see, and everything the server told it. */
export type Watched = {
  readonly context: BrowserContext
  /** Script errors, console errors and violations of the content security policy, in order. */
  readonly faults: string[]
  /** Text of every answer so far, with its address. */
  readonly bodies: () => Promise<readonly { url: string; text: string }[]>
}

/** One Chromium for a test file. */
export async function openChromium(): Promise<Browser> {
  const { path: executablePath } = await findChromium()
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS })
}

/** A browser profile of its own: cookies, storage and pages are shared with nobody. */
export async function openWatched(browser: Browser, origin: string, screen: Screen = DESKTOP): Promise<Watched> {
  const { width, height, scheme } = screen
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  context.setDefaultTimeout(20_000)
  const faults: string[] = []
  context.on('weberror', (error) => faults.push(`script error: ${error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text(), message.location().url))
      faults.push(`${message.text()} (${message.location().url})`)
  })
  const reads: Promise<{ url: string; text: string } | null>[] = []
  context.on('response', (response) => void reads.push(readBody(response, origin)))
  const bodies = async () => (await Promise.all(reads)).filter((body) => body !== null)
  return { context, faults, bodies }
}

/** Widest overflow to the right, in CSS pixels; 0 when the page does not scroll sideways. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

// A refusal by the door is an answer like any other, which Chromium reports as a failed load.
const isRefusal = (text: string, url: string) =>
  text.startsWith('Failed to load resource') && /\/api\/(flows|auth)\//.test(url)

async function readBody(response: Response, origin: string): Promise<{ url: string; text: string } | null> {
  const url = response.url()
  if (!url.startsWith(origin) || (response.status() >= 300 && response.status() < 400)) return null
  // Never whole; tests/integration/attacks-signature-leak reads it as it comes.
  if (url === `${origin}/api/events`) return null
  try {
    return { url, text: (await response.body()).toString('latin1') }
  } catch {
    return null // aborted by a navigation: the page never had it either
  }
}
