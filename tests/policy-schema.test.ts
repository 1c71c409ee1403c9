import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { policyJsonSchema } from './policy-schema'

it('the published schema of policies is what the desk reads: npm run build:schema writes it', () => {
  const published: unknown = JSON.parse(readFileSync('docs/policy.schema.json', 'utf8'))
  expect(published).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())))
})

it('the desk serves it, for editors and beside the form', () => {
  expect(readFileSync('public/policy.schema.json', 'utf8')).toBe(readFileSync('docs/policy.schema.json', 'utf8'))
  expect(readFileSync('components/proposals/policy-area.tsx', 'utf8')).toContain('href="/policy.schema.json"')
})
