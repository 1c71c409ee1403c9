import { writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import { policyJsonSchema } from '@/tests/policy-schema'

// The second is served by the desk itself, for editors and beside the form.
const FILES = ['docs/policy.schema.json', 'public/policy.schema.json']

// For editors and for whoever writes policies elsewhere; a test compares it with the code.
for (const file of FILES) {
  const layout = { ...(await resolveConfig(file)), filepath: file }
  await writeFile(file, await format(JSON.stringify(policyJsonSchema()), layout))
}
