import { and, desc, eq, ne } from 'drizzle-orm'
import type { Address, Hash, Hex } from 'viem'
import { auditEvent } from '@/db/schema/audit'
import { submission, withdrawal } from '@/db/schema/withdrawal'
import { writeVerdictLine } from '@/lib/approve/verdict-line'
import { AppError } from '@/lib/core/errors'
import { demoMember } from '@/lib/demo/members'
import { createDemoWallet } from '@/lib/demo/wallet'
import { DEMO_CONTACTS } from '@/lib/desk/demo-world-book'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import { provideCheckpointSigner } from '@/lib/flows/checkpoint-signer'
import { withdrawalObject } from '@/lib/flows/content'
import type { Reviewed } from '@/lib/flows/gather-review'
import { moveWithdrawal } from '@/lib/flows/move'
import type { ReviewPage } from '@/lib/flows/review-page'
import { stagedColumns } from '@/lib/flows/withdrawal-row'
import { write } from '@/lib/flows/write'
import { hashSafeTx, typedDataOf } from '@/lib/stage/hash'
import type { SafeTx, StagedTx } from '@/lib/stage/types'
import { expectedVerdict } from '@/lib/verify/expected-verdict'
import type { TestChain } from '@/tests/builders/chain'
import { act, CHECKPOINT_KEY, openWorld, performJob, signIn, type World } from '@/tests/builders/world'

export type MoneyDesk = World & { readonly chain: TestChain }

export type Handed = {
  readonly call: { readonly to: Address; readonly data: Hex; readonly value: bigint }
  readonly attempt: number
}

/** The demo organisation with its money on a chain that was put back to its beginning. */
export async function openMoneyDesk(
  chain: TestChain,
  alter?: (setup: BootstrapRequest) => BootstrapRequest | Promise<BootstrapRequest>,
): Promise<MoneyDesk> {
  await chain.reset()
  provideCheckpointSigner(CHECKPOINT_KEY)
  const desk = { ...(await openWorld(alter ? { chain, alter } : { chain })), chain }
  await performJob(desk, 'sign-checkpoint') // what the worker does first after bootstrap
  return desk
}

/** Meridian Custody: an active contact of the book. */
export const PAYEE: Address = DEMO_CONTACTS[0]?.address ?? '0x'

/** A filled-in form: 250 USDC-like to Meridian Custody. */
export const payment = ({ chain }: Pick<MoneyDesk, 'chain'>, amount = '250.00') => ({
  safeId: 'treasury',
  legs: [{ asset: chain.tokens.usdc as string, recipient: PAYEE as string, amount }],
  purpose: 'Custody fee',
  reference: `INV-${amount}`,
})

export async function stageAs(desk: MoneyDesk, who: string, input: object): Promise<{ id: string; state: string }> {
  return (await act(desk, who, 'stage', input)) as { id: string; state: string }
}

export const readPage = async (desk: MoneyDesk, who: string, withdrawalId: string): Promise<ReviewPage> =>
  (await act(desk, who, 'read-review', { withdrawalId })) as ReviewPage

/** What a wallet answers to `eth_signTypedData_v4` with the page's own transaction. */
export async function sign(desk: MoneyDesk, who: string, staged: StagedTx): Promise<Hex> {
  const typed = JSON.stringify(typedDataOf(staged), (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  const params = [demoMember(who).address, typed]
  return (await createDemoWallet(who, desk.chain.url).request({ method: 'eth_signTypedData_v4', params })) as Hex
}

/** The page as shown, `begin-approval`, and the wallet's signature: everything before the passkey. */
export async function beginAs(desk: MoneyDesk, who: string, withdrawalId: string) {
  const { reviewed } = await readPage(desk, who, withdrawalId)
  const owner = demoMember(who).address
  const shown = { withdrawalId, owner, evidenceDigest: reviewed.digest }
  await act(desk, who, 'begin-approval', shown)
  const signature = await sign(desk, who, reviewed.assessment.staged)
  const acknowledged = reviewed.assessment.findings
    .filter(({ severity, outcome }) => severity === 'high' && outcome !== 'pass')
    .map(({ code, path }) => ({ code, path, reason: 'Read and expected.' }))
  return { ...shown, acknowledged, signature, ...(await vouched(withdrawalId, reviewed)) }
}

/** What a signer pastes where policy asks for it: the line of the verifier, which read the JSON of the page. */
async function vouched(id: string, { requirement, assessment, contacts }: Reviewed): Promise<{ verdictLine?: string }> {
  if (!requirement.offlineVerdict) return {}
  return { verdictLine: writeVerdictLine(await expectedVerdict({ id, assessment, contacts })) }
}

export async function approveAs(desk: MoneyDesk, who: string, withdrawalId: string) {
  const input = await beginAs(desk, who, withdrawalId)
  const answer = (await act(desk, who, 'approve', input)) as { state: string; missing: readonly string[] }
  return { ...answer, signature: input.signature }
}

/** Three approvals and the end of the delay. Gives the owner signatures. */
export async function makeReady(desk: MoneyDesk, id: string, people = ['ruth', 'tomas', 'aiko']): Promise<Hex[]> {
  const signatures: Hex[] = []
  for (const who of people) signatures.push((await approveAs(desk, who, id)).signature)
  desk.pass(11)
  await performJob(desk, 'cool-down')
  return signatures
}

export async function executeAs(desk: MoneyDesk, who: string, withdrawalId: string): Promise<Handed> {
  const { reviewed } = await readPage(desk, who, withdrawalId)
  const input = { withdrawalId, evidenceDigest: reviewed.digest, executor: demoMember(who).address }
  return (await act(desk, who, 'execute', input)) as Handed
}

/** The executor's own wallet sends what it was handed, and the chain mines it. @param gas given where the transaction is meant to revert */
export async function send(desk: MoneyDesk, who: string, { call }: Handed, gas?: Hex): Promise<Hash> {
  const request = { from: demoMember(who).address, to: call.to, data: call.data, ...(gas ? { gas } : {}) }
  const wallet = createDemoWallet(who, desk.chain.url)
  const hash = (await wallet.request({ method: 'eth_sendTransaction', params: [request] })) as Hash
  await desk.chain.client.waitForTransactionReceipt({ hash })
  return hash
}

/** One look of the worker at the newest hand-over. */
export async function follow(desk: MoneyDesk, withdrawalId: string): Promise<string> {
  const [newest] = await desk.db
    .select({ id: submission.id })
    .from(submission)
    .where(eq(submission.withdrawalId, withdrawalId))
    .orderBy(desc(submission.attempt))
    .limit(1)
  if (!newest) throw new Error(`${withdrawalId} was never handed over`)
  return ((await performJob(desk, 'follow-submission', { submissionId: newest.id })) as { state: string }).state
}

/** The same once the newest block is deep and old enough to be final. */
export async function followUntilFinal(desk: MoneyDesk, withdrawalId: string): Promise<string> {
  await desk.chain.client.mine({ blocks: 2 })
  desk.pass(60)
  return follow(desk, withdrawalId)
}

/** The error of a refused call; anything else fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof AppError) return error
  throw error
}

/** The reasons in the log of what was refused, newest last. */
export async function loggedRefusals(desk: Pick<MoneyDesk, 'db'>, verb: string): Promise<string[]> {
  const rows = await desk.db
    .select({ reason: auditEvent.reason })
    .from(auditEvent)
    .where(and(eq(auditEvent.action, verb), ne(auditEvent.outcome, 'done')))
    .orderBy(auditEvent.id)
  return rows.map(({ reason }) => reason)
}

let planted = 0

/** A withdrawal whose row holds other fields than staging ever gives it, put there with its event behind the stage flow. */
export async function plantWithdrawal(
  desk: MoneyDesk,
  change: Partial<SafeTx>,
): Promise<{ id: string; staged: StagedTx }> {
  const form = { ...payment(desk), reference: `INV-planted-${++planted}` }
  const { reviewed } = (await act(desk, 'ines', 'preview', form)) as { reviewed: Reviewed }
  const { safe, tx: honest } = reviewed.assessment.staged
  const tx = { ...honest, ...change }
  const staged: StagedTx = { safe, tx, hashes: hashSafeTx(safe, tx) }
  const intent = reviewed.assessment.intent
  if (!intent) throw new Error('a previewed payment has an intent')
  const actor = await signIn(desk, 'ines')
  const id = await write({ db: desk.db, actor, now: desk.now() }, async (tx) => {
    const [row] = await tx
      .insert(withdrawal)
      .values({
        ...{ class: 'transfer', safeId: 'treasury', initiatorId: 'ines', ...stagedColumns(staged, intent) },
        ...{
          stageProof: {},
          stageChallenge: staged.hashes.safeTx,
          policyId: reviewed.policy.id,
          policyVersion: reviewed.policy.version,
          stagedAt: desk.now(),
        },
        ...{ expiresAt: new Date(desk.now().getTime() + 86_400_000), state: 'staged', stateSince: desk.now() },
      })
      .returning()
    if (!row) throw new Error('insert returned no row')
    const object = withdrawalObject(row)
    const why = { now: desk.now(), reason: 'planted' }
    const screening = await moveWithdrawal(tx, row, 'screening', why)
    const awaiting = await moveWithdrawal(tx, screening.row, 'awaiting-approvals', why)
    return [row.id, [{ action: 'stage', object }, screening.event, awaiting.event]]
  })
  return { id, staged }
}
