import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import { withdrawalLeg } from '@/db/schema/search'
import { withdrawal } from '@/db/schema/withdrawal'
import { contactStatement } from '@/lib/approve/contact-statement'
import { isSignedByKey } from '@/lib/flows/is-signed-by-key'
import { refused } from '@/lib/flows/proposals/refused'
import { plainWords } from '@/lib/flows/proposals/shapes'
import type { RegisteredRows } from '@/lib/flows/registered-rows'
import type { Io } from '@/lib/io/io'

// 30 February is read as 2 March.
function isTime(text: string): boolean {
  const read = new Date(text)
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 16) === text.slice(0, 16)
}

const by = plainWords(80)
const at = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/, 'A time is written 2026-03-01T10:00Z.')
  .refine(isTime, 'There is no such time.')

/** How an address was verified, as a proposal states it (lib/assess Verification, with what proves it). */
export const verificationSchema = z.discriminatedUnion('how', [
  /** Who was called at a number that did not come with the address, when, and where that number is from. */
  z.strictObject({ how: z.literal('call-back'), by, at, source: plainWords(160) }),
  /** An executed withdrawal of this desk to the address, and who said that it arrived. */
  z.strictObject({
    how: z.literal('test-transfer'),
    ...{ by, at },
    withdrawalId: z.string().regex(/^W-\d{1,12}$/, 'A withdrawal is named W- and a number.'),
  }),
  z.strictObject({
    how: z.literal('signed-message'),
    signature: z.string().regex(/^0x([0-9a-f]{2}){1,2048}$/, 'A signature is 0x and pairs of lower-case hex digits.'),
  }),
])

export type GivenVerification = z.output<typeof verificationSchema>
type Entry = { readonly chainId: number; readonly address: Address; readonly name: string }

/** @throws AppError where somebody says what has not happened yet. @param field where the verification stands in the body */
export function checkVerification(given: GivenVerification, field: string, now: Date): void {
  if (given.how !== 'signed-message' && new Date(given.at) > now)
    throw refused(`${field}.at`, `${given.at} is not over yet. Write when they confirmed it.`)
}

/**
 * Holds what can be proven of a verification against the chain and the desk's own past.
 * @throws AppError at the field, where it proves nothing
 */
export async function proveVerification(
  { io, db, rows }: { readonly io: Io; readonly db: Reader; readonly rows: RegisteredRows },
  entry: Entry,
  given: GivenVerification,
  field: string,
): Promise<void> {
  if (given.how === 'signed-message') {
    const statement = { ...entry, installation: rows.installations[0]?.id ?? '' }
    const signature = given.signature as Hex
    if (isSignedByKey(statement, signature)) return
    const signed = { message: contactStatement(statement), signature }
    if (await io.chain.isSignedByContract(entry.chainId, entry.address, signed)) return
    throw refused(`${field}.signature`, `${entry.address} did not sign this for the desk and the name ${entry.name}.`)
  }
  if (given.how === 'test-transfer') {
    const executedAt = await executedTo(db, entry, given.withdrawalId)
    const id = given.withdrawalId
    if (executedAt === null)
      throw refused(`${field}.withdrawalId`, `${id} is no executed payment of this desk to ${entry.address}.`)
    // Said to the minute.
    if (new Date(given.at).getTime() + 60_000 <= executedAt.getTime())
      throw refused(`${field}.at`, `${id} arrived later than ${given.at}, so nobody confirmed it then.`)
  }
}

async function executedTo(db: Reader, { chainId, address }: Entry, withdrawalId: string): Promise<Date | null> {
  const [row] = await db
    .select({ at: withdrawal.stateSince })
    .from(withdrawal)
    .innerJoin(withdrawalLeg, eq(withdrawalLeg.withdrawalId, withdrawal.id))
    .where(
      and(
        eq(withdrawal.id, withdrawalId),
        eq(withdrawal.state, 'executed'),
        eq(withdrawal.class, 'transfer'),
        eq(withdrawalLeg.recipientKey, `${chainId}:${address.toLowerCase()}`),
      ),
    )
    .limit(1)
  return row?.at ?? null
}
