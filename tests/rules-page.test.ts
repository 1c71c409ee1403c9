import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { rulesPage } from './rules-page'

it('docs/RULES.md says what the rules say', () => {
  expect(readFileSync('docs/RULES.md', 'utf8'), 'run npm run build:rules').toBe(rulesPage())
})
