import { z } from 'zod'
import { policySchema } from '@/lib/policy/schema'

/** What a policy may look like, as JSON Schema. What only the whole tells (groups that exist, people enough) is not in it. */
export const policyJsonSchema = () => ({
  $id: 'countersign/policy',
  title: 'A version of the policy of one Safe',
  ...z.toJSONSchema(policySchema, { io: 'input', unrepresentable: 'throw' }),
})
