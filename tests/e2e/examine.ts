import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { sidewaysScroll } from '@/tests/builders/browser'
import { keepShot } from './keep-shot'

const WIDTHS = [1440, 390] as const
const SCHEMES = ['light', 'dark'] as const
// No frames here, and nobody reads what passes: both would take most of the time.
const ONLY_VIOLATIONS = { resultTypes: ['violations' as const], selectors: false, iframes: false }

/** Looks at one page in every width and scheme: axe finds nothing and nothing scrolls sideways. */
export async function examine(page: Page, name: string): Promise<void> {
  expect(await faultsOf(page, name)).toEqual([])
}

/** What an examination finds, one sentence each. Keeps pictures where COUNTERSIGN_SHOTS says. */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const scheme of SCHEMES)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: scheme })
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(ONLY_VIOLATIONS).analyze()
      for (const { id, nodes } of violations)
        found.push(...nodes.map(({ html }) => `${name} ${width} ${scheme}: ${id} at ${html.slice(0, 160)}`))
      await keepShot(page, `${name}-${width}-${scheme}`)
    }
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 900 })
    const wide = await sidewaysScroll(page)
    if (wide > 0) found.push(`${name} scrolls ${wide}px sideways at ${width}`)
  }
  return found
}
