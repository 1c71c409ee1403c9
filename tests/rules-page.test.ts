import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { rulesPage } from './rules-page'

it('lib/assess/rules/README.md says what the rules say', () => {
  expect(readFileSync('lib/assess/rules/README.md', 'utf8'), 'run npm run build:rules').toBe(rulesPage())
})
