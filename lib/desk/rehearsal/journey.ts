import type { Address, Hash, Hex } from 'viem'
import { checkApproval } from '@/lib/approve/check-approval'
import { signatureHash } from '@/lib/approve/signature-hash'
import { approvalSubject, executeSubject, stageSubject, subjectDigest } from '@/lib/approve/subjects'
import { readExport } from '@/lib/audit/read-export'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { formatMoney } from '@/lib/core/money'
import { createDemoWallet } from '@/lib/demo/wallet'
import { Person } from '@/lib/desk/rehearsal/person'
import { readBalance } from '@/lib/desk/rehearsal/balances'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { ReviewPage } from '@/lib/flows/review-page'
import { hashSafeTx, typedDataOf } from '@/lib/stage/hash'
import type { AssetAddress, Intent } from '@/lib/stage/types'

export type Stagehand = {
  readonly url: string
  readonly chainUrl: string
  readonly chainId: number
  readonly safeId: string
  readonly safeAddress: Address
  readonly usdc: Address
  readonly recipient: Address
  /** One line for a treasurer. */
  readonly say: (line: string) => void
}

/**
 * The whole journey through the same door as everybody: staged, reviewed, approved by three people, executed, settled,
 * and its evidence verified. @throws Error or AppError at the first thing that is not as it must be
 */
export async function rehearseJourney(stage: Stagehand): Promise<void> {
  const { say } = stage
  const people = await signInAll(stage, ['ines', 'ruth', 'tomas', 'aiko', 'eli', 'noor'])
  const person = (id: string): Person => {
    const found = people.find(({ member }) => member.id === id)
    if (!found) throw new Error(`${id} is not on stage`)
    return found
  }
  const before = await balancesOf(stage)
  const id = await stageWithdrawal(stage, person('ines'))
  for (const name of ['ruth', 'tomas', 'aiko']) await approve(stage, person(name), id)
  await waitFor(person('eli'), id, ['ready'], 'cooling to end', say)
  await executeIt(stage, person('eli'), id)
  const done = await waitFor(
    person('eli'),
    id,
    ['executed', 'failed-onchain', 'superseded'],
    'the chain to settle it',
    say,
  )
  if (done.state !== 'executed') throw new Error(`it ended as ${done.state}: ${done.stateReason}`)
  say(`${id} is executed in block ${done.submission?.blockNumber}, transaction ${done.submission?.minedTxHash}.`)
  await compareBalances(stage, before)
  await exportEvidence(stage, person('noor'), id)
}

/**
 * What waits in the Safe that the journey pays from. Whatever is staged comes after it, so on such a desk the journey
 * would only add one more to the queue.
 */
export async function findWaiting(stage: Stagehand): Promise<readonly string[]> {
  const ines = new Person(stage.url, 'ines')
  await ines.signIn(stage.chainId)
  const { reviewed } = (await ines.do('preview', formOf(stage))) as { reviewed: Reviewed }
  return reviewed.assessment.queue.others.map(({ id }) => id)
}

async function signInAll(stage: Stagehand, ids: readonly string[]): Promise<Person[]> {
  const people = ids.map((id) => new Person(stage.url, id))
  for (const person of people) {
    await person.signIn(stage.chainId)
    stage.say(`${person.member.name} signs in with their wallet as ${person.member.roles.join(' and ')}.`)
  }
  return people
}

async function stageWithdrawal(stage: Stagehand, ines: Person): Promise<string> {
  const input = formOf(stage)
  const { reviewed } = (await ines.do('preview', input)) as { reviewed: Reviewed }
  const { assessment, requirement } = reviewed
  stage.say(
    `Ines previews it: ${describe(assessment.intent)}. Verdict ${assessment.verdict}; it will need ${requirement.approvals} approvals.`,
  )
  const subject = stageSubject({
    class: 'transfer',
    safe: assessment.staged.safe,
    intent: assessment.intent,
    nonce: null,
  })
  const bound = { action: 'stage' as const, subject, policyVersion: reviewed.policy.version }
  const staged = (await ines.confirm('stage', bound, input)) as { id: string; state: string }
  if (staged.state !== 'awaiting-approvals') throw new Error(`${staged.id} is ${staged.state} after screening`)
  stage.say(
    `Ines stages it with her passkey. It is ${staged.id}, nonce ${assessment.staged.tx.nonce}, and can no longer be changed.`,
  )
  return staged.id
}

const formOf = ({ safeId, usdc, recipient }: Stagehand) => ({
  safeId,
  legs: [
    { asset: usdc, recipient, amount: '250.00' },
    { asset: 'native', recipient, amount: '0.5' },
  ],
  purpose: 'Rehearsal of a withdrawal',
  reference: `REHEARSAL ${new Date().toISOString()}`,
})

async function approve(stage: Stagehand, signer: Person, id: string): Promise<void> {
  const page = await read(signer, id)
  const { staged, hashes } = page.reviewed.assessment
  const own = hashSafeTx(staged.safe, staged.tx).safeTx
  if (own !== hashes.own || own !== hashes.protocolKit || own !== hashes.contract)
    throw new Error('the three computations of the hash do not agree')
  for (const record of page.approvals) {
    const checked = await checkApproval(record, {
      installation: page.installation.id,
      safeTxHash: own,
      evidenceDigest: page.reviewed.digest,
      registered: record.registered,
      origin: stage.url,
    })
    if (!checked.ok) throw new Error(`${record.memberName}: ${checked.reason}`)
  }
  const owner = signer.member.address
  const evidenceDigest = page.reviewed.digest
  await signer.do('begin-approval', { withdrawalId: id, owner, evidenceDigest })
  const signature = await signer.account.signTypedData(
    typedDataOf(staged) as Parameters<typeof signer.account.signTypedData>[0],
  )
  const acknowledged = page.reviewed.assessment.findings
    .filter((finding) => finding.severity === 'high' && finding.outcome !== 'pass')
    .map(({ code, path }) => ({ code, path, reason: 'Rehearsal: read and expected.' }))
  const subject = approvalSubject({
    safeTxHash: own,
    evidenceDigest,
    acknowledged,
    signatureHash: signatureHash(owner, signature),
  })
  const bound = { action: 'approve' as const, subject, policyVersion: page.reviewed.policy.version }
  const answer = (await signer.confirm('approve', bound, {
    withdrawalId: id,
    evidenceDigest,
    acknowledged,
    owner,
    signature,
  })) as {
    state: string
  }
  stage.say(
    `${signer.member.name} checks the hash and ${page.approvals.length} earlier approvals, signs, and confirms with a passkey. It is ${answer.state.replaceAll('-', ' ')} now.`,
  )
}

async function executeIt(stage: Stagehand, eli: Person, id: string): Promise<void> {
  const page = await read(eli, id)
  const executor = eli.member.address
  const evidenceDigest = page.reviewed.digest
  const safeTxHash: Hash = page.reviewed.assessment.staged.hashes.safeTx
  const bound = {
    action: 'execute' as const,
    subject: executeSubject({ safeTxHash, evidenceDigest, executor }),
    policyVersion: page.reviewed.policy.version,
  }
  const handed = (await eli.confirm('execute', bound, { withdrawalId: id, evidenceDigest, executor })) as {
    call: { to: Address; data: Hex; value: bigint }
  }
  stage.say('Everything is checked again, and Eli receives the signatures.')
  const wallet = createDemoWallet(eli.member.id, stage.chainUrl)
  const transaction = { from: executor, to: handed.call.to, data: handed.call.data, value: '0x0' }
  const txHash = (await wallet.request({ method: 'eth_sendTransaction', params: [transaction] })) as Hash
  await eli.do('report-submission', { withdrawalId: id, txHash })
  stage.say(`Eli's wallet sends it: ${txHash}.`)
}

async function exportEvidence(stage: Stagehand, noor: Person, id: string): Promise<void> {
  const bound = { action: 'export' as const, subject: subjectDigest('export', { withdrawalId: id }), policyVersion: 0 }
  const { text } = (await noor.confirm('export-evidence', bound, { withdrawalId: id })) as { text: string }
  const pack = readExport(text)
  if (pack.format !== 'countersign-evidence/1') throw new Error('the export is not an evidence pack')
  const verified = await verifyEvidence(pack)
  if (!verified.ok) throw new Error(`the evidence does not verify: ${verified.sentence}`)
  if (verified.proofsChecked !== 3) throw new Error(`the evidence holds ${verified.proofsChecked} approvals, not 3`)
  stage.say(
    `Noor exports the evidence: ${verified.leaves} events, ${verified.proofsChecked} approvals proven by passkeys, all verify offline.`,
  )
}

async function waitFor(
  person: Person,
  id: string,
  states: readonly string[],
  what: string,
  say: (line: string) => void,
): Promise<ReviewPage> {
  say(`Waiting for ${what} …`)
  for (let tries = 0; tries < 120; tries++) {
    const page = await read(person, id)
    if (states.includes(page.state)) return page
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`waited a minute for ${what}`)
}

const read = async (person: Person, id: string): Promise<ReviewPage> =>
  (await person.do('read-review', { withdrawalId: id })) as ReviewPage

const describe = (intent: Intent | null): string =>
  (intent?.legs ?? []).map((leg) => `${formatMoney(leg.units, leg.asset)} to ${leg.recipient}`).join(' and ')

type Balances = ReadonlyMap<string, bigint>

async function balancesOf(stage: Stagehand): Promise<Balances> {
  const entries: [string, bigint][] = []
  for (const asset of [stage.usdc, 'native'] satisfies AssetAddress[])
    for (const holder of [stage.safeAddress, stage.recipient])
      entries.push([`${asset}@${holder}`, await readBalance(stage.chainUrl, asset, holder)])
  return new Map(entries)
}

async function compareBalances(stage: Stagehand, before: Balances): Promise<void> {
  const after = await balancesOf(stage)
  const expected = new Map([
    [`${stage.usdc}@${stage.safeAddress}`, -250_000_000n],
    [`${stage.usdc}@${stage.recipient}`, 250_000_000n],
    [`native@${stage.safeAddress}`, -500_000_000_000_000_000n],
    [`native@${stage.recipient}`, 500_000_000_000_000_000n],
  ])
  for (const [key, change] of expected) {
    const actual = (after.get(key) ?? 0n) - (before.get(key) ?? 0n)
    if (actual !== change) throw new Error(`the balance of ${key} changed by ${actual}, not ${change}`)
  }
  stage.say('On chain the Safe holds 250.00 USDC and 0.5 ETH less, and the recipient holds exactly that much more.')
}
