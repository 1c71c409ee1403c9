import 'server-only'
import { and, desc, eq } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import { notChecked, type NotChecked } from '@/lib/assess/needs'
import type { Assessment } from '@/lib/assess/review'
import { RULES } from '@/lib/assess/rules/index'
import type { CheckedSignature, Claims, Facts, Need, Verdict } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { AbiAnswer } from '@/lib/decode/fetched-abis'
import type { GivenSignature } from '@/lib/execute/parse-signatures'
import { assess } from '@/lib/flows/assess-facts'
import type { Ctx } from '@/lib/flows/flow'
import { type Examined, gatherFacts } from '@/lib/flows/gather-facts'
import { checkBrought, type Tried } from '@/lib/flows/import-signatures'
import { readQueue } from '@/lib/flows/queue-facts'
import { type SafeRow, type Surroundings, surroundingsOn } from '@/lib/flows/registry'
import { ownersAmong } from '@/lib/flows/signed-outside'
import type { RegisteredRows } from '@/lib/flows/registered-rows'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import type { StagedTx } from '@/lib/stage/types'
import { unprovenSignatures } from '@/lib/verify/verify-case'

/** Everything judged of an import from fresh state. No policy speaks of it: it can be neither approved nor executed. */
export type Inspected = {
  readonly assessment: Assessment
  readonly surroundings: Surroundings
  readonly signatures: readonly Tried[]
  /** Codes that nobody could judge: no intent is stated, and of other people's Safes the queue is not known. */
  readonly notChecked: readonly NotChecked[]
  /** The Safe of this desk that it is of, null for anybody else's. */
  readonly own: SafeRow | null
  /** The withdrawal of this desk with this very hash, the live one first. */
  readonly twin: Twin | null
  /** Present owners of a Safe of this desk who signed this, which no live withdrawal asks for. */
  readonly signedOutside: readonly Address[]
  /** The rules' verdict, and never better than `warn` where a key of the desk signed what nobody asked for. */
  readonly verdict: Verdict
}

export type Twin = { readonly id: string; readonly state: WithdrawalState; readonly isNonceHeld: boolean }

/** Of a Safe that is not the desk's, all that the desk asks the chain for. Its queue is somebody else's. */
const KNOWN_OF_STRANGERS: readonly Need[] = [
  'simulation',
  'threshold',
  'onchainNonce',
  'history',
  'claimedSafeTxHash',
  'code',
]

/** Judges an import like any other transaction, with what came with it as claims and signatures. Writes nothing. */
export async function gatherImport(
  ctx: Pick<Ctx, 'db' | 'io' | 'now'>,
  rows: RegisteredRows,
  subject: {
    readonly staged: StagedTx
    readonly claims: Claims
    readonly given: readonly GivenSignature[]
    readonly at: Date
    readonly abis: readonly AbiAnswer[]
  },
): Promise<Inspected> {
  const { staged, claims, given, abis } = subject
  const own = findOwnSafe(rows, staged)
  const surroundings = surroundingsOn(rows, staged.safe.chainId, ctx.now)
  const twin = await findTwin(ctx.db, staged)
  const examined: Examined = {
    ...{ withdrawalId: twin?.id ?? null, class: 'contract-call', staged, intent: null, stagedAt: subject.at, abis },
  }
  const gathered = await gatherFacts(ctx, surroundings, examined, async (state) =>
    own === null ? { others: [], ahead: [] } : readQueue(ctx.db, own, examined, state),
  )
  const signatures = await checkBrought(staged.hashes.safeTx, given, gathered.safe?.owners ?? null)
  const facts: Facts = {
    ...gathered,
    claims,
    ...(signatures.length > 0 && { signatures }),
    ...(own === null && { given: KNOWN_OF_STRANGERS }),
  }
  const assessment = assess(facts)
  const isOutside = own !== null && !isOfTheDesk(twin, facts)
  const signedOutside = isOutside ? signersAmong(signatures, facts.safe?.owners ?? []) : []
  return {
    ...{ assessment, surroundings, signatures, own, twin, signedOutside },
    verdict: signedOutside.length > 0 && assessment.verdict !== 'block' ? 'warn' : assessment.verdict,
    notChecked: [...notChecked(facts, RULES), ...unprovenSignatures(signatures)],
  }
}

// Its owners signed a withdrawal here, and once it ran everybody can read their signatures. One that ended without its nonce
// gave that back: what somebody signs of it then is signed outside like anything else.
function isOfTheDesk(twin: Twin | null, { queue, staged }: Facts): boolean {
  if (twin === null) return false
  return twin.isNonceHeld || (queue.onchainNonce ?? 0n) > staged.tx.nonce
}

function signersAmong(signatures: readonly CheckedSignature[], owners: readonly Address[]): readonly Address[] {
  return ownersAmong(
    signatures.flatMap(({ recovered }) => (recovered === null ? [] : [recovered])),
    owners,
  )
}

/** The Safe of this desk that a transaction is of, or null. */
function findOwnSafe({ safes }: Pick<RegisteredRows, 'safes'>, { safe }: Pick<StagedTx, 'safe'>): SafeRow | null {
  return (
    safes.find(({ chainId, address }) => chainId === safe.chainId && isSameAddress(address as Address, safe.address)) ??
    null
  )
}

async function findTwin(db: Reader, { safe, hashes }: StagedTx): Promise<Twin | null> {
  const [row] = await db
    .select({ id: withdrawal.id, state: withdrawal.state, isNonceHeld: withdrawal.isNonceHeld })
    .from(withdrawal)
    .where(
      and(
        eq(withdrawal.safeTxHash, hashes.safeTx),
        eq(withdrawal.chainId, safe.chainId),
        eq(withdrawal.safeAddress, safe.address),
      ),
    )
    .orderBy(desc(withdrawal.isNonceHeld), desc(withdrawal.stagedAt))
    .limit(1)
  return row ? { ...row, state: row.state as WithdrawalState } : null
}
