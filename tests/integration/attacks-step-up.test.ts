import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { passkey } from '@/db/schema/member'
import { challengeOf } from '@/lib/approve/preimage'
import { demoMember } from '@/lib/demo/members'
import { assertDemoPasskey } from '@/lib/demo/authenticator'
import { approve } from '@/lib/flows/approve'
import { exportEvidence } from '@/lib/flows/export-evidence'
import type { IssuedStepUp } from '@/lib/flows/request-step-up'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  beginAs,
  loggedRefusals,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { ORIGIN, perform, signIn, stepUp } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let one: string
let other: string

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})
beforeEach(async () => {
  desk.pass(61)
  ;({ id: one } = await stageAs(desk, 'ines', payment(desk, '250.00')))
  ;({ id: other } = await stageAs(desk, 'ines', payment(desk, '90000')))
})

const USED_UP = 'The challenge is used up, expired or not yours. Start this step again.'
const OTHER_CONTENT = 'The passkey answered for other content than this. Nothing was done.'

const proofOf = async (who: string, verb: string, input: object) => {
  const actor = await signIn(desk, who)
  return { actor, proof: await stepUp(desk, actor, verb, input) }
}

describe('an assertion', () => {
  it('for one withdrawal approves no other', async () => {
    const [mine, big] = [await beginAs(desk, 'ruth', one), await beginAs(desk, 'ruth', other)]
    const { actor, proof } = await proofOf('ruth', 'approve', mine)
    const refusal = await refusalOf(perform(desk, actor, 'approve', { ...big, proof }))
    expect(refusal).toMatchObject({ code: 'STEP_UP_REFUSED', message: OTHER_CONTENT })
    expect((await loggedRefusals(desk, 'approve')).at(-1)).toContain(OTHER_CONTENT)
    const again = await stepUp(desk, actor, 'approve', mine)
    expect(await perform(desk, actor, 'approve', { ...mine, proof: again })).toMatchObject({
      missing: expect.anything(),
    })
  })

  it.each([
    ['other evidence', { evidenceDigest: `0x${'cd'.repeat(32)}` }],
    ['other acknowledgements', { acknowledged: [{ code: 'NONCE_GAP', path: '', reason: 'never said this' }] }],
    ['another signature', { signature: `0x${'11'.repeat(64)}1b` }],
    ['another owner address', { owner: demoMember('tomas').address }],
  ])('does not carry %s', async (_what, change) => {
    const input = await beginAs(desk, 'ruth', one)
    const { actor, proof } = await proofOf('ruth', 'approve', input)
    const refusal = await refusalOf(perform(desk, actor, 'approve', { ...input, ...change, proof }))
    expect(refusal).toMatchObject({ code: 'STEP_UP_REFUSED', message: OTHER_CONTENT })
  })

  it('serves one time when it did its work', async () => {
    const input = await beginAs(desk, 'ruth', one)
    const { actor, proof } = await proofOf('ruth', 'approve', input)
    await perform(desk, actor, 'approve', { ...input, proof })
    const refusal = await refusalOf(perform(desk, actor, 'approve', { ...input, proof }))
    expect(refusal).toMatchObject({ code: 'STEP_UP_REFUSED', message: USED_UP })
  })

  it('serves one time when it did not: the first use that failed used it up', async () => {
    const input = await beginAs(desk, 'ruth', one)
    const { actor, proof } = await proofOf('ruth', 'approve', input)
    const wrong = { ...input, evidenceDigest: `0x${'cd'.repeat(32)}` }
    await refusalOf(perform(desk, actor, 'approve', { ...wrong, proof }))
    const refusal = await refusalOf(perform(desk, actor, 'approve', { ...input, proof }))
    expect(refusal).toMatchObject({ code: 'STEP_UP_REFUSED', message: USED_UP })
  })

  it('of two uses at once serves one', async () => {
    const input = await beginAs(desk, 'ruth', one)
    const { actor, proof } = await proofOf('ruth', 'approve', input)
    const uses = [1, 2, 3].map(() => perform(desk, actor, 'approve', { ...input, proof }))
    const ends = await Promise.allSettled(uses)
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('for one action serves no other', async () => {
    const { actor, proof } = await proofOf('ruth', 'export-evidence', { withdrawalId: one })
    const input = await beginAs(desk, 'ruth', one)
    const refusal = await refusalOf(perform(desk, actor, 'approve', { ...input, proof }))
    expect(refusal).toMatchObject({ code: 'STEP_UP_REFUSED', message: USED_UP })
  })

  it('of one export opens no other', async () => {
    const { actor, proof } = await proofOf('noor', 'export-evidence', { withdrawalId: one })
    const refusal = await refusalOf(perform(desk, actor, 'export-evidence', { withdrawalId: other, proof }))
    expect(refusal.message).toBe(OTHER_CONTENT)
    const log = await proofOf('noor', 'export-evidence', { withdrawalId: one })
    expect((await refusalOf(perform(desk, log.actor, 'export-log', { proof: log.proof }))).message).toBe(OTHER_CONTENT)
  })

  it('for one payment stages no other', async () => {
    const { actor, proof } = await proofOf('ines', 'stage', payment(desk, '10.00'))
    const refusal = await refusalOf(perform(desk, actor, 'stage', { ...payment(desk, '10000'), proof }))
    expect(refusal.message).toBe(OTHER_CONTENT)
    const again = await stepUp(desk, actor, 'stage', payment(desk, '10.00'))
    expect(await perform(desk, actor, 'stage', { ...payment(desk, '10.00'), proof: again })).toMatchObject({
      state: 'awaiting-approvals',
    })
  })

  it('of another session, of another member or past its 120 s is nobody’s', async () => {
    const input = await beginAs(desk, 'ruth', one)
    const { actor, proof } = await proofOf('ruth', 'approve', input)
    for (const thief of [await signIn(desk, 'ruth'), await signIn(desk, 'tomas')])
      expect((await refusalOf(perform(desk, thief, 'approve', { ...input, proof }))).message).toBe(USED_UP)
    desk.pass(121)
    expect((await refusalOf(perform(desk, actor, 'approve', { ...input, proof }))).message).toBe(USED_UP)
  })
})

describe('a challenge', () => {
  it('whose subject is for other data than is posted is refused, whatever the page showed', async () => {
    const input = await beginAs(desk, 'ruth', one)
    const actor = await signIn(desk, 'ruth')
    const request = { action: 'approve', subject: `0x${'5e'.repeat(32)}`, policyVersion: 1 }
    const proof = await answer(actor, request)
    expect((await refusalOf(perform(desk, actor, 'approve', { ...input, proof }))).message).toBe(OTHER_CONTENT)
  })

  it('for another policy version is refused', async () => {
    const actor = await signIn(desk, 'noor')
    const right = { action: 'export', subject: await subjectOfExport(actor), policyVersion: 0 }
    const wrong = await answer(actor, { ...right, policyVersion: 1 })
    const refusal = await refusalOf(perform(desk, actor, 'export-evidence', { withdrawalId: one, proof: wrong }))
    expect(refusal.message).toBe(OTHER_CONTENT)
  })

  it('answered by somebody else’s passkey, or for another origin, is refused', async () => {
    const input = await beginAs(desk, 'ruth', one)
    const actor = await signIn(desk, 'ruth')
    const proof = (await stepUp(desk, actor, 'approve', input)) as { challengeId: string; assertion: object }
    const stranger = assertDemoPasskey({ memberId: 'tomas', challenge: 'AA', rpId: 'localhost', origin: ORIGIN })
    const refusal = await refusalOf(
      perform(desk, actor, 'approve', { ...input, proof: { ...proof, assertion: stranger } }),
    )
    expect(refusal.message).toBe('This passkey is not one of yours.')
    const phished = await answer(actor, await requestOf(actor, input), 'http://localhost:3001')
    const foreign = await refusalOf(perform(desk, actor, 'approve', { ...input, proof: phished }))
    expect(foreign.message).toContain('does not verify')
    await desk.db.update(passkey).set({ failures: 0 }).where(eq(passkey.memberId, 'ruth'))
  })

  it('answered wrongly five times locks the passkey, not the account', async () => {
    const input = await beginAs(desk, 'bram', one)
    const actor = await signIn(desk, 'bram')
    for (let tries = 0; tries < 5; tries += 1) {
      const proof = await answer(actor, await requestOf(actor, input), 'http://evil.example')
      expect((await refusalOf(perform(desk, actor, 'approve', { ...input, proof }))).message).toContain('not verify')
    }
    const refusal = await refusalOf(stepUp(desk, actor, 'approve', input))
    expect(refusal.message).toContain('is locked until')
    const rejected = { withdrawalId: one, reason: 'My passkey is locked and this looks wrong.' }
    expect(await perform(desk, actor, 'reject', rejected)).toMatchObject({ state: 'cancel-pending-onchain' })
  })
})

type Actor = Awaited<ReturnType<typeof signIn>>

async function answer(actor: Actor, request: object, origin = ORIGIN): Promise<object> {
  const issued = (await perform(desk, actor, 'request-step-up', request)) as IssuedStepUp
  const { challenge } = challengeOf(issued.preimage)
  const assertion = assertDemoPasskey({ memberId: actor.memberId, challenge, rpId: issued.rpId, origin })
  return { challengeId: issued.challengeId, factor: 'passkey', assertion }
}

async function requestOf(actor: Actor, input: object): Promise<object> {
  if ('none' in approve.gate.stepUp) throw new Error('approving asks for a step-up')
  const ctx = { ...desk.deps, actor, now: desk.now(), proof: null }
  const { digest, policyVersion } = await approve.gate.stepUp.subject(ctx, approve.input.parse(input))
  return { action: 'approve', subject: digest, policyVersion }
}

async function subjectOfExport(actor: Actor): Promise<string> {
  if ('none' in exportEvidence.gate.stepUp) throw new Error('exporting asks for a step-up')
  const ctx = { ...desk.deps, actor, now: desk.now(), proof: null }
  return (await exportEvidence.gate.stepUp.subject(ctx, { withdrawalId: one })).digest
}
