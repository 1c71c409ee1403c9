import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'

const SHOTS = process.env.COUNTERSIGN_SHOTS

/** Keeps a picture of the whole page where COUNTERSIGN_SHOTS names a folder. */
export async function keepShot(page: Page, name: string): Promise<void> {
  if (!SHOTS) return
  await mkdir(SHOTS, { recursive: true })
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true })
}
