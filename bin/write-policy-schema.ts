import { writeFile } from 'node:fs/promises'
import { format } from 'prettier'
import { policyJsonSchema } from '@/tests/policy-schema'

// docs/policy.schema.json, for editors and for whoever writes policies elsewhere; a test compares it with the code.
await writeFile('docs/policy.schema.json', await format(JSON.stringify(policyJsonSchema()), { parser: 'json' }))
