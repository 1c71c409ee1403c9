import schema from '@/docs/policy.schema.json'

/** What a policy may look like, for editors. Public: it says nothing of this desk. */
export function GET(): Response {
  return Response.json(schema, { headers: { 'content-type': 'application/schema+json', 'cache-control': 'no-cache' } })
}
