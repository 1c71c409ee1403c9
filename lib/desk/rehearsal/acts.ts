import type { Address, Hash, Hex } from 'viem'
import { checkApproval } from '@/lib/approve/check-approval'
import { signatureHash } from '@/lib/approve/signature-hash'
import { approvalSubject, executeSubject, stageSubject } from '@/lib/approve/subjects'
import { formatMoney } from '@/lib/core/money'
import { createDemoWallet } from '@/lib/demo/wallet'
import type { Stagehand } from '@/lib/desk/rehearsal/stagehand'
import type { Person } from '@/lib/desk/rehearsal/person'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { ReviewPage } from '@/lib/flows/review-page'
import { hashSafeTx, typedDataOf } from '@/lib/stage/hash'
import type { Intent } from '@/lib/stage/types'

/** Previews a form and stages it. @returns the withdrawal's id */
export async function stageWithdrawal(
  stage: Pick<Stagehand, 'say'>,
  ines: Person,
  input: Readonly<Record<string, unknown>>,
): Promise<string> {
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

/**
 * One approval as a careful signer gives it: hashes and earlier approvals checked, then wallet, then passkey.
 * @throws Error when anything on the page is not as it must be
 */
export async function approve(stage: Pick<Stagehand, 'url' | 'say'>, signer: Person, id: string): Promise<void> {
  const page = await readReview(signer, id)
  const { staged, hashes } = page.reviewed.assessment
  const own = hashSafeTx(staged.safe, staged.tx).safeTx
  if (own !== hashes.own || own !== hashes.protocolKit || own !== hashes.contract)
    throw new Error('the three computations of the hash do not agree')
  for (const record of page.approvals) {
    const checked = await checkApproval(record, {
      installation: page.installation.id,
      safeTxHash: own,
      evidenceDigest: page.reviewed.digest,
      offlineVerdict: page.reviewed.requirement.offlineVerdict,
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
    `${signer.member.name} checks the hash${earlier(page.approvals.length)}, signs, and confirms with a passkey. It is ${answer.state.replaceAll('-', ' ')} now.`,
  )
}

const earlier = (count: number) =>
  count === 0 ? '' : ` and ${count} earlier ${count === 1 ? 'approval' : 'approvals'}`

export type HandedOver = { readonly call: { readonly to: Address; readonly data: Hex } }

/** Asks for the signatures, to send them with the executor's own wallet. */
export async function handOver(stage: Pick<Stagehand, 'say'>, eli: Person, id: string): Promise<HandedOver> {
  const page = await readReview(eli, id)
  const executor = eli.member.address
  const evidenceDigest = page.reviewed.digest
  const safeTxHash: Hash = page.reviewed.assessment.staged.hashes.safeTx
  const bound = {
    action: 'execute' as const,
    subject: executeSubject({ safeTxHash, evidenceDigest, executor }),
    policyVersion: page.reviewed.policy.version,
  }
  const handed = (await eli.confirm('execute', bound, { withdrawalId: id, evidenceDigest, executor })) as HandedOver
  stage.say('Everything is checked again, and Eli receives the signatures.')
  return handed
}

/** The executor's wallet sends it, and the desk is told which transaction to look for. */
export async function sendIt(
  stage: Pick<Stagehand, 'chainUrl' | 'say'>,
  eli: Person,
  id: string,
  { call }: HandedOver,
): Promise<void> {
  const wallet = createDemoWallet(eli.member.id, stage.chainUrl)
  const transaction = { from: eli.member.address, to: call.to, data: call.data, value: '0x0' }
  const txHash = (await wallet.request({ method: 'eth_sendTransaction', params: [transaction] })) as Hash
  await eli.do('report-submission', { withdrawalId: id, txHash })
  stage.say(`Eli's wallet sends it: ${txHash}.`)
}

/** The review as this person's page shows it. */
export const readReview = async (person: Person, id: string): Promise<ReviewPage> =>
  (await person.do('read-review', { withdrawalId: id })) as ReviewPage

const describe = (intent: Intent | null): string =>
  (intent?.legs ?? []).map((leg) => `${formatMoney(leg.units, leg.asset)} to ${leg.recipient}`).join(' and ')
