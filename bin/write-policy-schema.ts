import { writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import { policyJsonSchema } from '@/tests/policy-schema'

const FILE = 'docs/policy.schema.json'

// For editors and for whoever writes policies elsewhere; a test compares it with the code.
const layout = { ...(await resolveConfig(FILE)), filepath: FILE }
await writeFile(FILE, await format(JSON.stringify(policyJsonSchema()), layout))
