import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { GET } from '@/app/api/policy-schema/route'
import { policyJsonSchema } from './policy-schema'

it('the published schema of policies is what the desk reads: npm run build:schema writes it', () => {
  const published: unknown = JSON.parse(readFileSync('docs/policy.schema.json', 'utf8'))
  expect(published).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())))
})

it('the desk serves it, for editors and beside the form', async () => {
  const published: unknown = JSON.parse(readFileSync('docs/policy.schema.json', 'utf8'))
  expect(await GET().json()).toEqual(published)
  expect(readFileSync('components/proposals/policy-area.tsx', 'utf8')).toContain('/api/policy-schema')
})
