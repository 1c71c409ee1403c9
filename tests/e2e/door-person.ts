import { randomUUID } from 'node:crypto'
import type { TypedDataDefinition } from 'viem'
import { buildPreimage, challengeOf } from '@/lib/approve/preimage'
import type { StepUpPreimage } from '@/lib/approve/types'
import { approvalSubject, stageSubject } from '@/lib/approve/subjects'
import { signatureHash } from '@/lib/approve/signature-hash'
import { assertDemoPasskey } from '@/lib/demo/authenticator'
import { Person } from '@/lib/desk/rehearsal/person'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { ReviewPage } from '@/lib/flows/review-page'
import { typedDataOf } from '@/lib/stage/hash'
import type { DeskAddress } from '@/tests/builders/test-desk'
import { passkeyCount } from '@/tests/builders/virtual-authenticator'

export type Asked = {
  readonly safeId: string
  readonly legs: readonly { asset: string; recipient: string; amount: string }[]
  readonly purpose: string
}

/** A member without a browser, who brings a withdrawal where a test needs it. Counts on from the security keys. */
export class DoorPerson extends Person {
  static async enter(desk: DeskAddress, memberId: string): Promise<DoorPerson> {
    const person = new DoorPerson(desk.webUrl, memberId)
    await person.signIn(desk.chainId)
    return person
  }

  private constructor(
    private readonly webUrl: string,
    memberId: string,
  ) {
    super(webUrl, memberId)
  }

  /** Stages it and gives its id. */
  async stage({ safeId, legs, purpose }: Asked): Promise<string> {
    const input = { safeId, legs: [...legs], purpose, reference: `E2E-${randomUUID().slice(0, 8)}` }
    const { reviewed } = (await this.do('preview', input)) as { reviewed: Reviewed }
    const { staged, intent } = reviewed.assessment
    const subject = stageSubject({ class: 'transfer', safe: staged.safe, intent, nonce: null })
    const bound = { action: 'stage' as const, subject, policyVersion: reviewed.policy.version }
    return ((await this.confirm('stage', bound, input)) as { id: string }).id
  }

  /** Approves it as it stands. @param replaces what the wallet signs instead of what it was asked */
  async approve(withdrawalId: string, replaces = (asked: TypedDataDefinition) => asked): Promise<void> {
    const { reviewed } = await this.review(withdrawalId)
    const { staged } = reviewed.assessment
    const owner = this.member.address
    const evidenceDigest = reviewed.digest
    await this.do('begin-approval', { withdrawalId, owner, evidenceDigest })
    const signature = await this.account.signTypedData(replaces(typedDataOf(staged) as TypedDataDefinition))
    const subject = approvalSubject({
      safeTxHash: staged.hashes.safeTx,
      evidenceDigest,
      acknowledged: [],
      signatureHash: signatureHash(owner, signature),
    })
    const bound = { action: 'approve' as const, subject, policyVersion: reviewed.policy.version }
    await this.confirm('approve', bound, { withdrawalId, evidenceDigest, acknowledged: [], owner, signature })
  }

  async review(withdrawalId: string): Promise<ReviewPage> {
    return (await this.do('read-review', { withdrawalId })) as ReviewPage
  }

  /** Waits until the desk has brought it there. @throws Error when it takes longer */
  async waitFor(withdrawalId: string, state: ReviewPage['state'], withinSeconds = 30): Promise<ReviewPage> {
    for (let tries = 0; tries < 2 * withinSeconds; tries += 1) {
      const page = await this.review(withdrawalId)
      if (page.state === state) return page
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    throw new Error(`${withdrawalId} did not become ${state}`)
  }

  override async confirm(
    verb: string,
    bound: Parameters<Person['confirm']>[1],
    input: Record<string, unknown>,
  ): Promise<unknown> {
    const issued = (await this.do('request-step-up', bound)) as { challengeId: string; preimage: StepUpPreimage }
    const { challenge } = challengeOf(buildPreimage({ ...issued.preimage, ...bound, member: this.member.id }))
    const assertion = assertDemoPasskey({
      ...{ memberId: this.member.id, challenge, counter: passkeyCount() },
      ...{ rpId: new URL(this.webUrl).hostname, origin: this.webUrl },
    })
    return this.do(verb, { ...input, proof: { challengeId: issued.challengeId, factor: 'passkey', assertion } })
  }
}
