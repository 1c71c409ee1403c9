import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approvalKey } from '@/components/review/approval-key'
import { verifyReview } from '@/components/review/verify-review'
import { readExport } from '@/lib/audit/read-export'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { demoRegistration } from '@/lib/demo/authenticator'
import type { ReviewPage } from '@/lib/flows/review-page'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { actWith, addKey } from '@/tests/builders/enrolment'
import {
  approveAs,
  beginAs,
  executeAs,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { softAuthenticator } from '@/tests/builders/soft-authenticator'
import { act, ORIGIN, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let id: string

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  const form = payment(desk)
  const native = { asset: 'native', recipient: PAYEE as string, amount: '0.5' }
  ;({ id } = await stageAs(desk, 'ines', { ...form, legs: [...form.legs, native] }))
  await approveAs(desk, 'ruth', id)
  await performJob(desk, 'sign-checkpoint')
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

function verify(page: ReviewPage, kept = new Map<string, readonly string[]>()) {
  const read = (memberId: string) => kept.get(memberId) ?? []
  const keep = (memberId: string, pin: string) => void kept.set(memberId, [...new Set([...read(memberId), pin])])
  const nodes = { urls: [], pin: { read: () => [], keep: () => {} } }
  return verifyReview(page, { origin: ORIGIN, fragment: '', pins: { read, keep }, nodes })
}

describe('a page of a real desk in a browser', () => {
  it('verifies, with the approvals that were given', async () => {
    const kept = new Map<string, readonly string[]>()
    for (const who of ['tomas', 'eli']) {
      const page = await readPage(desk, who, id)
      const { stops, approvals } = await verify(page, kept)
      expect(stops).toEqual([])
      expect([...approvals]).toEqual(page.approvals.map((record) => [approvalKey(record), null]))
    }
    expect([...kept.keys()]).toEqual(['ruth'])
  })

  it('stops once one thing shown is not what the bytes do', async () => {
    const page = await readPage(desk, 'tomas', id)
    const { reviewed } = page
    const { assessment } = reviewed
    const [child] = assessment.call.children
    if (!child) throw new Error('a batch has children')
    const tampered = [
      { ...assessment, call: { ...assessment.call, children: [child] } },
      { ...assessment, findings: assessment.findings.slice(1) },
      { ...assessment, verdict: 'review' as const },
      { ...assessment, staged: { ...assessment.staged, tx: { ...assessment.staged.tx, to: PAYEE } } },
    ]
    for (const assessment of tampered)
      expect((await verify({ ...page, reviewed: { ...reviewed, assessment } })).stops).not.toEqual([])
  })
})

describe('an evidence pack', () => {
  it('carries the enrolment of each approver’s passkey and does not verify without it', async () => {
    const { text } = (await act(desk, 'noor', 'export-evidence', { withdrawalId: id })) as { text: string }
    const pack = readExport(text)
    if (pack.format !== 'countersign-evidence/1') throw new Error('not a pack')
    expect(await verifyEvidence(pack)).toMatchObject({ ok: true, proofsChecked: 1 })
    const { credentialId } = demoRegistration('ruth', 'localhost', ORIGIN)
    const isOfRuth = (text: string) => text.includes(`"id":"${credentialId}"`) || text === `passkey/${credentialId}/1`
    const withdrawal = Object.fromEntries(Object.entries(pack.withdrawal).filter(([key]) => !isOfRuth(key)))
    const manifest = pack.manifest.filter(({ section }) => !isOfRuth(section))
    const leaves = pack.leaves.filter(({ json }) => !isOfRuth(json))
    expect(leaves).toHaveLength(pack.leaves.length - 1)
    expect(await verifyEvidence({ ...pack, withdrawal, manifest, leaves })).toMatchObject({
      ok: false,
      sentence: expect.stringMatching(/^Event \d+ is missing: a pack begins with the whole setup of the desk\.$/),
    })
    expect(await verifyEvidence({ ...pack, withdrawal, manifest })).toMatchObject({
      ok: false,
      sentence: expect.stringMatching(
        /^The passkey of event \d+ is not one that an earlier event of the pack enrolled\.$/,
      ),
    })
  })
})

it('knows a further passkey of a member by the one it saw before, and no other', async () => {
  const kept = new Map<string, readonly string[]>()
  const { id: own } = await stageAs(desk, 'ines', payment(desk, '12.00'))
  await approveAs(desk, 'bram', own)
  await performJob(desk, 'sign-checkpoint')
  expect((await verify(await readPage(desk, 'tomas', own), kept)).stops).toEqual([])
  const key = await addKey(desk, 'bram', softAuthenticator())
  const { id: other } = await stageAs(desk, 'ines', payment(desk, '13.00'))
  desk.pass(1)
  await actWith(desk, 'bram', 'approve', await beginAs(desk, 'bram', other), key)
  await performJob(desk, 'sign-checkpoint')
  const page = await readPage(desk, 'tomas', other)
  const unvouched = page.approvals.map((one) => ({
    ...one,
    registered: one.registered && { ...one.registered, vouches: [] },
  }))
  const { stops, strangers } = await verify({ ...page, approvals: unvouched }, kept)
  expect(stops).toEqual([expect.stringContaining('Bram approves with another passkey')])
  expect(strangers).toMatchObject([{ memberId: 'bram' }])
  expect((await verify(page, kept)).stops).toEqual([])
  expect(kept.get('bram')).toHaveLength(2)
})

it('preflight hands nothing over when an approval was answered on another site', async () => {
  const elsewhere = { ...desk, deps: { ...desk.deps, origin: 'http://localhost:4000' } }
  await approveAs(elsewhere, 'tomas', id)
  await approveAs(desk, 'aiko', id)
  desk.pass(11)
  await performJob(desk, 'cool-down')
  await performJob(desk, 'sign-checkpoint')
  const refusal = await refusalOf(executeAs(desk, 'eli', id))
  expect(refusal).toMatchObject({ code: 'BLOCKED', message: expect.stringContaining('answered on another site') })
})
