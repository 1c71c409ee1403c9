import 'server-only'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import { installation } from '@/db/schema/installation'
import { proposal, proposalDecision } from '@/db/schema/proposal'
import { bookEntry } from '@/db/schema/registry'
import { and, eq, inArray } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import type { Verification } from '@/lib/assess/types'
import { isSignedByKey } from '@/lib/flows/is-signed-by-key'
import { type GivenVerification, verificationSchema } from '@/lib/flows/proposals/verification'
import type { RegisteredRows } from '@/lib/flows/registered-rows'

const KINDS = ['add-contacts', 'verify-contact'] as const

const bodies = z.union([
  z.object({ contacts: z.array(z.object({ id: z.string(), verification: verificationSchema.optional() })) }),
  z
    .object({ entryId: z.string(), verification: verificationSchema })
    .transform(({ entryId, verification }) => ({ contacts: [{ id: entryId, verification }] })),
])

type Agreed = { readonly body: string; readonly decidedAt: Date }
/** What a statement was signed for: an entry never changes its name or address. */
type Signed = Pick<RegisteredRows, 'installations'> & {
  readonly bookEntries: readonly Pick<typeof bookEntry.$inferSelect, 'id' | 'chainId' | 'address' | 'name'>[]
}

/**
 * How each entry of the book was verified, by its id: what the newest proposal says that two people agreed to, word for
 * word. A hand-over holds those proposals against the log like everything registered.
 */
export function verificationsIn({
  proposals,
  proposalDecisions,
  ...signed
}: Pick<RegisteredRows, 'proposals' | 'proposalDecisions' | 'installations' | 'bookEntries'>): ReadonlyMap<
  string,
  Verification
> {
  const approvedAt = new Map(
    proposalDecisions.flatMap((one) => (one.decision === 'approved' ? [[one.proposalId, one.at] as const] : [])),
  )
  return verificationsOf(
    proposals.flatMap(({ id, kind, body }) => {
      const decidedAt = approvedAt.get(id)
      return decidedAt === undefined || !KINDS.some((one) => one === kind) ? [] : [{ body, decidedAt }]
    }),
    signed,
  )
}

/** The same for a page that reads nothing else of what is registered. */
export async function readVerifications(db: Reader): Promise<ReadonlyMap<string, Verification>> {
  const [agreed, installations, bookEntries] = await Promise.all([
    db
      .select({ body: proposal.body, decidedAt: proposalDecision.at })
      .from(proposal)
      .innerJoin(proposalDecision, eq(proposalDecision.proposalId, proposal.id))
      .where(and(eq(proposalDecision.decision, 'approved'), inArray(proposal.kind, [...KINDS]))),
    db.select().from(installation),
    db.select().from(bookEntry),
  ])
  return verificationsOf(agreed, { installations, bookEntries })
}

function verificationsOf(agreed: readonly Agreed[], signed: Signed): ReadonlyMap<string, Verification> {
  const inOrder = agreed.toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime())
  const newest = new Map(
    inOrder.flatMap(({ body }) => {
      const read = bodies.safeParse(JSON.parse(body))
      if (!read.success) return []
      return read.data.contacts.flatMap(({ id, verification }) =>
        verification === undefined ? [] : [[id, verification] as const],
      )
    }),
  )
  return new Map([...newest].map(([id, given]) => [id, toldOf(id, given, signed)]))
}

// Who signed is what the signature shows, whatever a node said when it was agreed to. The signature is nobody's to read on a page.
function toldOf(id: string, given: GivenVerification, { installations, bookEntries }: Signed): Verification {
  if (given.how !== 'signed-message') return given
  const [entry, installed] = [bookEntries.find((one) => one.id === id), installations[0]]
  const statement = entry && { ...entry, address: entry.address as Address, installation: installed?.id ?? '' }
  const isKeys = statement !== undefined && isSignedByKey(statement, given.signature as Hex)
  return { how: given.how, signer: isKeys ? 'key' : 'contract' }
}
