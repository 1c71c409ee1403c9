import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listImports } from '@/db/queries/imports'
import { auditEvent } from '@/db/schema/audit'
import { importedSignature } from '@/db/schema/import'
import { approval, withdrawal } from '@/db/schema/withdrawal'
import { encodeWire } from '@/lib/core/wire'
import { MAX_IMPORT_SIGNATURES } from '@/lib/flows/import-input'
import { MAX_IMPORTS_PER_HOUR } from '@/lib/flows/import-transaction'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  type Answer,
  bybit,
  confirmationOf,
  importAs,
  outsideTx,
  pasted,
  readImport,
  serviceJson,
} from '@/tests/builders/import-desk'
import { loggedRefusals, type MoneyDesk, openMoneyDesk, refusalOf } from '@/tests/builders/money-desk'
import { postToDoor } from '@/tests/builders/post-to-door'
import { openSession, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const MEMBERS = ['ines', 'ruth', 'eli', 'noor', 'viktor']

/** Nonces that no other test of this file uses. */
let nonce = 100n
const fresh = () => outsideTx(desk, { nonce: nonce++ })

describe('an honest import', () => {
  it('is kept, judged from fresh state and shown, whoever brings it, and writes one event of each kind', async () => {
    const staged = outsideTx(desk)
    const input = pasted(serviceJson(staged, [await confirmationOf(desk, 'ruth', staged)]), { note: 'Seen in a chat.' })
    const answer = await importAs(desk, 'noor', input)
    expect(answer).toEqual({ importId: 'I-1001', isNew: true, addedSignatures: 1 })
    const page = await readImport(desk, 'ines', answer.importId)
    expect(page).toMatchObject({ importer: 'Noor', note: 'Seen in a chat.', safe: { id: 'treasury' }, twin: null })
    expect(page.signatures).toMatchObject([{ type: 'EOA', valid: true, memberName: 'Ruth', fault: '' }])
    const { hashes, effects, verdict, findings } = page.assessment
    expect(hashes).toEqual({ own: staged.hashes.safeTx, protocolKit: hashes.own, contract: hashes.own })
    expect(effects.kind).toBe('simulated')
    expect(verdict).not.toBe('block')
    expect(findings.filter(({ outcome }) => outcome === 'unknown')).toEqual([])
    expect(page.notChecked.map(({ code }) => code)).toContain('INTENT_MISMATCH')
    expect(findings.map(({ code }) => code)).not.toContain('INTENT_MISMATCH')
    const events = await desk.db.select().from(auditEvent).where(eq(auditEvent.subject, staged.hashes.safeTx))
    expect(events.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['import-transaction', 'noor'],
      ['keep-signatures-apart', 'noor'],
    ])
    expect([await desk.db.$count(withdrawal), await desk.db.$count(approval)]).toEqual([0, 0])
  })

  it.each(MEMBERS)('is let in from %s, through the door, without a step-up', async (who) => {
    const { cookie } = await openSession(desk, who)
    expect(await postToDoor(desk, 'import-transaction', pasted(serviceJson(fresh())), cookie)).toMatchObject({
      ok: true,
    })
  })

  it('may have up to 1 MB, and no more', async () => {
    const { cookie } = await openSession(desk, 'ines')
    const sized = (bytes: number) => {
      const value = { ...serviceJson(fresh()), origin: '' }
      return pasted({ ...value, origin: 'x'.repeat(bytes - JSON.stringify(value).length) })
    }
    expect(await postToDoor(desk, 'import-transaction', sized(1024 * 1024), cookie)).toMatchObject({ ok: true })
    const over = await postToDoor(desk, 'import-transaction', sized(1024 * 1024 + 1), cookie)
    expect(over).toMatchObject({ ok: false, code: 'BAD_INPUT' })
    expect(over.text).toContain('up to 1 MB')
  })

  it('is listed with the verdict it came with', async () => {
    const lines = await listImports(desk.db, await signIn(desk, 'ines'))
    expect(lines.at(-1)).toMatchObject({ id: 'I-1001', by: 'Noor', nonce: 0n, chainId: 31337 })
    expect(lines.length).toBeGreaterThan(MEMBERS.length)
  })
})

describe('the transaction that emptied a cold wallet', () => {
  it('is blocked: foreign code by delegatecall, and effects that nobody here can simulate', async () => {
    const { importId } = await importAs(desk, 'ruth', { text: JSON.stringify(bybit()) })
    const { assessment, safe, signedOutside } = await readImport(desk, 'ruth', importId)
    expect(assessment.verdict).toBe('block')
    const found = assessment.findings.filter(({ outcome }) => outcome !== 'pass')
    const critical = found.filter(({ severity }) => severity === 'critical').map(({ code, outcome }) => [code, outcome])
    expect(critical).toContainEqual(['DELEGATECALL_UNTRUSTED', 'fail'])
    expect(critical).toContainEqual(['EFFECTS_UNKNOWN', 'unknown'])
    expect(critical).toContainEqual(['HASH_MISMATCH', 'unknown'])
    expect(assessment.effects).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining('no connection') })
    expect([safe, signedOutside]).toEqual([null, []])
    // Its file says who owns that Safe, what competes with it and whom to trust: nothing of that is believed.
    expect(assessment.safe).toBeNull()
    expect(assessment.queue.others).toEqual([])
  })

  it('with signatures for other data says so', async () => {
    const [shown, signed] = [fresh(), fresh()]
    const confirmation = await confirmationOf(desk, 'ruth', signed)
    const { importId } = await importAs(desk, 'ruth', pasted(serviceJson(shown, [confirmation])))
    const { assessment, signatures } = await readImport(desk, 'ruth', importId)
    expect(signatures).toMatchObject([{ valid: false, fault: expect.stringContaining('It recovers to 0x') }])
    expect(assessment.findings).toContainEqual(expect.objectContaining({ code: 'SIGNATURE_INVALID', outcome: 'fail' }))
    expect(assessment.verdict).toBe('block')
  })

  it('with another hash than its fields give is an import of its own and says so', async () => {
    const staged = fresh()
    const honest = await importAs(desk, 'ruth', pasted(serviceJson(staged)))
    const lying = { ...serviceJson(staged), safeTxHash: `0x${'ab'.repeat(32)}` }
    const { importId, isNew } = await importAs(desk, 'ruth', pasted(lying))
    expect({ isNew, isOther: importId !== honest.importId }).toEqual({ isNew: true, isOther: true })
    const codes = async (id: string) =>
      (await readImport(desk, 'ruth', id)).assessment.findings
        .filter(({ outcome }) => outcome === 'fail')
        .map(({ code }) => code)
    expect(await codes(importId)).toContain('HASH_MISMATCH')
    expect(await codes(honest.importId)).not.toContain('HASH_MISMATCH')
  })
})

describe('the same once more', () => {
  it('leads to the import that is there, and adds only signatures that are new', async () => {
    const staged = fresh()
    const [ruth, tomas] = [await confirmationOf(desk, 'ruth', staged), await confirmationOf(desk, 'tomas', staged)]
    const first = await importAs(desk, 'ines', pasted(serviceJson(staged, [ruth])))
    const again = await importAs(desk, 'noor', pasted(serviceJson(staged, [ruth])))
    expect(again).toEqual({ importId: first.importId, isNew: false, addedSignatures: 0 })
    const more = await importAs(desk, 'noor', pasted(serviceJson(staged, [ruth, tomas])))
    expect(more).toEqual({ importId: first.importId, isNew: false, addedSignatures: 1 })
    const { signatures, importer } = await readImport(desk, 'ines', first.importId)
    expect(importer).toBe('Ines')
    expect(signatures.map(({ memberName, valid }) => [memberName, valid]).sort()).toEqual([
      ['Ruth', true],
      ['Tomas', true],
    ])
  })

  it('brought by many at once is one import', async () => {
    const staged = fresh()
    const confirmation = await confirmationOf(desk, 'ruth', staged)
    const input = pasted(serviceJson(staged, [confirmation]))
    const answers = await Promise.all(MEMBERS.map((who) => importAs(desk, who, input)))
    expect(new Set(answers.map(({ importId }) => importId)).size).toBe(1)
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(answers.reduce((sum, { addedSignatures }) => sum + addedSignatures, 0)).toBe(1)
  })

  it('full of noise still takes the signature of an owner', async () => {
    const staged = fresh()
    const noise = Array.from({ length: MAX_IMPORT_SIGNATURES }, (_, at) => ({
      owner: staged.safe.address,
      signature: `0x${'1'.repeat(100)}${String(at).padStart(30, '0')}` as const,
    }))
    const first = await importAs(desk, 'ines', pasted(serviceJson(staged, noise)))
    expect(first.addedSignatures).toBe(MAX_IMPORT_SIGNATURES)
    const more = [{ owner: staged.safe.address, signature: `0x${'2'.repeat(130)}` as const }]
    expect((await importAs(desk, 'ines', pasted(serviceJson(staged, more)))).addedSignatures).toBe(0)
    const good = await importAs(desk, 'ruth', pasted(serviceJson(staged, [await confirmationOf(desk, 'ruth', staged)])))
    expect(good.addedSignatures).toBe(1)
    expect((await readImport(desk, 'ruth', first.importId)).signedOutside).toEqual(['Ruth'])
  })
})

describe('signatures', () => {
  it('are in no answer, page, list, event or column, also those with a v that names somebody by half of them', async () => {
    const staged = fresh()
    const { owner, signature } = await confirmationOf(desk, 'ruth', staged)
    if (signature === null) throw new Error('it is signed')
    const asOther = ['00', '01'].map((v) => `0x${signature.slice(2, 130)}${v}` as const)
    const value = { ...serviceJson(staged, [{ owner, signature }]), signatures: [...asOther] }
    const answer: Answer = await importAs(desk, 'ines', pasted(value))
    expect(answer.addedSignatures).toBe(3)
    const page = await readImport(desk, 'ines', answer.importId)
    expect(page.signatures).toHaveLength(3)
    expect(page.signatures.map(({ said }) => said).sort()).toEqual([owner, null, null].sort())
    const lines = await listImports(desk.db, await signIn(desk, 'ines'))
    const events = await desk.db.select().from(auditEvent)
    const columns = await desk.db.select().from(importedSignature)
    const text = [answer, page, lines, events, columns].map(encodeWire).join('').toLowerCase()
    const halves = [signature.slice(2, 66), signature.slice(66, 130)]
    for (const half of halves) {
      for (const part of [half, half.slice(24)]) expect(text).not.toContain(part.toLowerCase())
      expect(text).not.toContain(Buffer.from(half, 'hex').toString('base64url').slice(0, 42).toLowerCase())
    }
  })

  it('that no longer open are as if their bytes had never come', async () => {
    const staged = fresh()
    const { importId } = await importAs(
      desk,
      'ines',
      pasted(serviceJson(staged, [await confirmationOf(desk, 'ruth', staged)])),
    )
    await asOwner(desk.database, 'ALTER TABLE imported_signature DISABLE TRIGGER USER')
    await asOwner(desk.database, `UPDATE imported_signature SET sealed_signature = 'v1.AAAA' WHERE import_id = $1`, [
      importId,
    ])
    const { signatures, notChecked } = await readImport(desk, 'ines', importId)
    expect(signatures).toMatchObject([{ type: 'UNKNOWN', recovered: null, valid: null }])
    expect(notChecked.map(({ code }) => code)).toContain('SIGNATURE_INVALID')
  })
})

describe('a member who imports without end', () => {
  it('is stopped for the hour, alone, and bad input costs nothing', async () => {
    const input = pasted(serviceJson(fresh()))
    const codes: string[] = []
    desk.pass(3601)
    await refusalOf(importAs(desk, 'bram', { text: 'x' }))
    for (let i = 0; i < MAX_IMPORTS_PER_HOUR; i += 1) codes.push((await importAs(desk, 'bram', input)).importId)
    expect(new Set(codes).size).toBe(1)
    expect((await refusalOf(importAs(desk, 'bram', input))).code).toBe('TOO_MANY')
    expect(await loggedRefusals(desk, 'import-transaction')).toHaveLength(1)
    await importAs(desk, 'ruth', input)
    desk.pass(3601)
    await importAs(desk, 'bram', input)
  })
})
