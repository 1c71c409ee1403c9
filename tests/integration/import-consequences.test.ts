import { and, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listImports } from '@/db/queries/imports'
import { auditEvent } from '@/db/schema/audit'
import { freezeOrder } from '@/db/schema/freeze'
import { importedSignature } from '@/db/schema/import'
import { approval } from '@/db/schema/withdrawal'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import type { Finding } from '@/lib/assess/types'
import { rowOf } from '@/tests/builders/cancel-desk'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { confirmationOf, importAs, outsideTx, pasted, readImport, serviceJson } from '@/tests/builders/import-desk'
import {
  beginAs,
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob, signIn } from '@/tests/builders/world'
import { hashSafeTx } from '@/lib/stage/hash'
import type { StagedTx } from '@/lib/stage/types'

let chain: TestChain
let desk: MoneyDesk
let id: string
/** What the withdrawal is, as anybody could have sent it on. */
let staged: StagedTx

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  id = (await stageAs(desk, 'ines', payment(desk))).id
  staged = (await readPage(desk, 'ruth', id)).reviewed.assessment.staged
})
afterEach(() => desk.close())
afterAll(() => chain.stop())

const rejectAs = (who: string, withdrawalId = id) =>
  act(desk, who, 'reject', { withdrawalId, reason: 'This is not what we meant.' })
const conflictOf = (findings: readonly Finding[]) => findings.find(({ code }) => code === 'NONCE_CONFLICT')
const conflict = async (who = 'ruth') => conflictOf((await readPage(desk, who, id)).reviewed.assessment.findings)

/** The same Safe and nonce, another payment. */
const rival = (nonce = staged.tx.nonce) => outsideTx(desk, { nonce, value: 7n })

async function bring(what: StagedTx, signers: readonly string[], by = 'noor') {
  const confirmations = await Promise.all(signers.map((who) => confirmationOf(desk, who, what)))
  return (await importAs(desk, by, pasted(serviceJson(what, confirmations)))).importId
}

describe('a signature of an owner over the hash of a withdrawal', () => {
  it('once seen keeps its nonce from being given back, and says so in the log', async () => {
    const importId = await bring(staged, ['tomas'])
    expect((await rowOf(desk, id)).signatureRequestedAt).not.toBeNull()
    expect(await rejectAs('ruth')).toEqual({ state: 'cancel-pending-onchain' })
    expect(await rowOf(desk, id)).toMatchObject({ isNonceHeld: true })
    const [told] = await desk.db
      .select()
      .from(auditEvent)
      .where(and(eq(auditEvent.action, 'signature-seen'), eq(auditEvent.objectId, id)))
    expect(told).toMatchObject({ actorId: 'noor', subject: staged.hashes.safeTx })
    expect(told?.reason).toContain(importId)
    expect((await readPage(desk, 'ruth', id)).story.map(({ action }) => action)).toContain('signature-seen')
    expect(await readImport(desk, 'noor', importId)).toMatchObject({ twin: { id }, signedOutside: [] })
  })

  it('is no approval and is never handed over', async () => {
    await bring(staged, ['ruth', 'tomas', 'aiko'])
    expect(await desk.db.$count(approval)).toBe(0)
    expect(await rowOf(desk, id)).toMatchObject({ state: 'awaiting-approvals' })
    expect((await readPage(desk, 'ruth', id)).quorum).toMatchObject({ isMet: false, filled: 0 })
    await makeReady(desk, id)
    const handed = await executeAs(desk, 'eli', id)
    await send(desk, 'eli', handed)
    expect(await desk.db.$count(approval)).toBe(3)
  })

  it('is part of the story that an exported pack proves', async () => {
    await bring(staged, ['tomas'])
    await performJob(desk, 'sign-checkpoint')
    const { text } = (await act(desk, 'noor', 'export-evidence', { withdrawalId: id })) as { text: string }
    expect(text).toContain('signature-seen')
    expect(await verifyEvidence(JSON.parse(text))).toMatchObject({ ok: true })
  })

  it('does not stop the withdrawal: it conflicts with nothing', async () => {
    await bring(staged, ['ruth'])
    expect((await conflict())?.outcome ?? 'none').not.toBe('fail')
  })

  it('counts also where the same import was brought without it before', async () => {
    await bring(staged, [], 'bram')
    expect((await rowOf(desk, id)).signatureRequestedAt).toBeNull()
    await bring(staged, ['ruth'], 'bram')
    expect((await rowOf(desk, id)).signatureRequestedAt).not.toBeNull()
  })

  it('counts where it came before the withdrawal was staged', async () => {
    await rejectAs('ruth')
    expect((await rowOf(desk, id)).isNonceHeld).toBe(false)
    const importId = await bring(staged, ['tomas'])
    // What ended stays ended; what it gave back may be used up by this signature, so the page says where it came from.
    expect((await readImport(desk, 'noor', importId)).signedOutside).toEqual(['Tomas'])
    const again = await stageAs(desk, 'ines', payment(desk))
    expect((await rowOf(desk, again.id)).safeTxHash).toBe(staged.hashes.safeTx)
    expect((await rowOf(desk, again.id)).signatureRequestedAt).not.toBeNull()
    expect(await rejectAs('ruth', again.id)).toEqual({ state: 'cancel-pending-onchain' })
  })

  it('counts by the owners that were seen last while the chain is silent', async () => {
    const silent = { ...desk.deps.io.chain, readSafeState: () => Promise.reject(new Error('no answer')) }
    const cut = { ...desk, deps: { ...desk.deps, io: { ...desk.deps.io, chain: silent } } }
    const confirmation = await confirmationOf(desk, 'ruth', staged)
    await importAs(cut, 'noor', pasted(serviceJson(staged, [confirmation])))
    expect((await rowOf(desk, id)).signatureRequestedAt).not.toBeNull()
    const other = outsideTx(desk, { nonce: 3n })
    const operations = desk.safes.find((safe) => safe.id === 'operations')
    if (!operations) throw new Error('there is an operations Safe')
    const text = JSON.stringify({ ...serviceJson(other), safe: operations.address, safeTxHash: null })
    const refusal = await refusalOf(importAs(cut, 'noor', { text, chainId: '31337', version: '1.3.0' }))
    expect(refusal.message).toContain('The chain does not say who owns this Safe')
  })
})

describe('without the signature of an owner', () => {
  const free = async () => {
    expect((await rowOf(desk, id)).signatureRequestedAt).toBeNull()
    expect(await rejectAs('ruth')).toEqual({ state: 'rejected' })
    expect(await rowOf(desk, id)).toMatchObject({ isNonceHeld: false })
  }

  it('a withdrawal that somebody typed again ends by a rejection as before', async () => {
    await bring(staged, [])
    await free()
  })

  it.each([
    ['who is no owner', async () => [await confirmationOf(desk, 'ines', staged)]],
    ['said to be of an owner', async () => [{ ...(await confirmationOf(desk, 'tomas', rival())) }]],
    ['without bytes', () => Promise.resolve([{ owner: staged.safe.address, signature: null }])],
  ])('neither does a signature by somebody %s hold it', async (_what, confirmations) => {
    await importAs(desk, 'ines', pasted(serviceJson(staged, await confirmations())))
    await free()
  })

  it('nobody makes another withdrawal suspect', async () => {
    const noOwner = [await confirmationOf(desk, 'ines', rival()), await confirmationOf(desk, 'ruth', staged)]
    await bring(rival(), [])
    await importAs(desk, 'eli', pasted(serviceJson(rival(), noOwner)))
    expect((await conflict())?.outcome).not.toBe('fail')
    expect((await readPage(desk, 'ruth', id)).reviewed.assessment.queue.others).toEqual([])
    await makeReady(desk, id)
    expect(await rowOf(desk, id)).toMatchObject({ state: 'ready' })
  })
})

describe('a signature of an owner over something that nobody staged', () => {
  it('for the same address on another chain, by a version that names no chain, makes nothing conflict', async () => {
    const { safe, tx } = rival()
    const old = { ...safe, version: '1.2.0' } as const
    const elsewhere: StagedTx = { safe: old, tx, hashes: hashSafeTx(old, tx) }
    const json = serviceJson(elsewhere, [await confirmationOf(desk, 'aiko', elsewhere)])
    await importAs(desk, 'noor', pasted(json, { version: '1.2.0' }))
    expect(conflictOf((await readPage(desk, 'ruth', id)).reviewed.assessment.findings)?.outcome ?? 'pass').toBe('pass')
  })

  it('is told by name, and makes withdrawals at its nonce conflict', async () => {
    await makeReady(desk, id)
    const importId = await bring(rival(), ['aiko'])
    const page = await readImport(desk, 'ines', importId)
    expect(page).toMatchObject({ signedOutside: ['Aiko'], twin: null, safe: { id: 'treasury' } })
    expect(page.verdict).not.toBe('ok')
    // It in turn says which withdrawal it competes with.
    expect(conflictOf(page.assessment.findings)?.sentence).toContain(`also used by ${id}`)
    expect(await conflict()).toMatchObject({ outcome: 'fail', severity: 'high' })
    expect((await conflict())?.sentence).toContain(`also used by ${importId}, signed outside the desk`)
    // A new high finding: what was approved before is approved again, by people who know.
    expect((await refusalOf(executeAs(desk, 'eli', id))).code).toBe('STALE')
  })

  it('leaves withdrawals at other nonces and of other Safes alone', async () => {
    await bring(rival(5n), ['aiko'])
    expect((await conflict())?.outcome).not.toBe('fail')
    expect((await readPage(desk, 'ruth', id)).reviewed.assessment.queue.others).toEqual([])
  })

  it('is a warning also where no rule finds anything, in the list too', async () => {
    const calm = rival(staged.tx.nonce + 1n)
    const importId = await bring(calm, [])
    const unsigned = await readImport(desk, 'ines', importId)
    expect([unsigned.verdict, unsigned.signedOutside]).toEqual(['ok', []])
    await bring(calm, ['aiko'])
    const page = await readImport(desk, 'ines', importId)
    expect([page.assessment.verdict, page.verdict]).toEqual(['ok', 'warn'])
    const next = await bring(rival(staged.tx.nonce + 2n), ['ruth'])
    const lines = await listImports(desk.db, await signIn(desk, 'ines'))
    expect(lines.find(({ id: one }) => one === next)?.verdict).toBe('warn')
  })

  it('is not said of a withdrawal that ran: its signatures were given here and are public since', async () => {
    const signatures = await makeReady(desk, id)
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
    await followUntilFinal(desk, id)
    expect(await rowOf(desk, id)).toMatchObject({ state: 'executed', isNonceHeld: false })
    const confirmations = signatures.map((signature) => ({ owner: null, signature }))
    const { importId } = await importAs(desk, 'noor', pasted(serviceJson(staged, confirmations)))
    const page = await readImport(desk, 'noor', importId)
    expect(page).toMatchObject({ signedOutside: [], twin: { id, state: 'executed' } })
    expect(page.signatures.map(({ valid }) => valid)).toEqual([true, true, true])
    expect(page.assessment.findings).toContainEqual(expect.objectContaining({ code: 'NONCE_PAST', outcome: 'fail' }))
  })

  it('freezes nothing by itself: that is for people to decide', async () => {
    await bring(rival(), ['aiko'])
    expect(await desk.db.$count(freezeOrder)).toBe(0)
  })

  it('is no conflict any more of a withdrawal that passes it: the on-chain cancel', async () => {
    await bring(rival(), ['aiko'])
    await beginAs(desk, 'tomas', id)
    const cancel = (await act(desk, 'ines', 'cancel-onchain', {
      ...{ safeId: 'treasury', nonce: String(staged.tx.nonce), replaces: id, reason: 'Somebody signed outside.' },
    })) as { id: string; state: string }
    expect(cancel.state).toBe('awaiting-approvals')
  })

  it('counts by the present owners: nothing a stranger keeps in the database makes one of him', async () => {
    await bring(rival(), ['ines', 'eli'])
    const rows = await desk.db.select().from(importedSignature)
    expect(rows.map(({ recovered }) => recovered.length)).toEqual([1, 1])
    expect((await conflict())?.outcome).not.toBe('fail')
  })
})
