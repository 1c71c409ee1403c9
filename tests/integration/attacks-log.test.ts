import { eq } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditCheckpoint } from '@/db/schema/audit'
import { passkey } from '@/db/schema/member'
import { submission } from '@/db/schema/withdrawal'
import { checkpointNote, logPublicKey, signCheckpoint } from '@/lib/audit/checkpoint'
import { readCheckpointNote } from '@/lib/audit/checkpoint-note'
import type { AuditObject } from '@/lib/audit/types'
import { contentDigest } from '@/lib/core/digest'
import { demoRegistration } from '@/lib/demo/authenticator'
import { passkeyObject } from '@/lib/flows/content'
import { write } from '@/lib/flows/write'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { ORIGIN, performJob, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let owner: Client
let id: string

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  owner = new Client({ connectionString: desk.database.ownerUrl })
  await owner.connect()
  ;({ id } = await stageAs(desk, 'ines', payment(desk)))
})
afterEach(async () => {
  await owner.end()
  await desk.close()
})
afterAll(() => chain.stop())

const asOwner = async (table: string, sql: string, values: unknown[] = []) => {
  await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  await owner.query(sql, values)
  await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
}
const stolen = demoRegistration('eli', 'localhost', ORIGIN).publicKey
const blocked = async (sentence: string, code = 'BLOCKED') => {
  const refusal = await refusalOf(executeAs(desk, 'eli', id))
  expect(refusal.message).toContain(sentence)
  expect(refusal.code).toBe(code)
  expect(await desk.db.select().from(submission)).toEqual([])
}
const handedOver = async () => expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 1 })

describe('whoever has the application’s own role', () => {
  beforeEach(() => makeReady(desk, id))

  const forge = async (action: string, object: AuditObject) => {
    const actor = await signIn(desk, 'ruth')
    await write({ db: desk.db, actor, now: desk.now() }, async () => [undefined, [{ action, object }]])
  }
  // Its rights and a trigger stop this already (walls-rights); here they are taken to have failed.
  const tamper = async (publicKey: string) => {
    await asOwner('passkey', `UPDATE passkey SET public_key = $1 WHERE member_id = 'ruth'`, [publicKey])
    const [row] = await desk.db.select().from(passkey).where(eq(passkey.memberId, 'ruth'))
    if (!row) throw new Error('Ruth has a passkey')
    return row
  }

  it('cannot log it as bootstrap: a passkey changed', async () => {
    const row = await tamper(stolen)
    const forged = write({ db: desk.db, actor: { kind: 'bootstrap' }, now: desk.now() }, async () => [
      undefined,
      [{ action: 'bootstrap', object: passkeyObject(row) }],
    ])
    await expect(forged).rejects.toMatchObject({ cause: { message: 'bootstrap is over' } })
    await blocked('The passkey')
    await tamper(demoRegistration('ruth', 'localhost', ORIGIN).publicKey)
    desk.pass(31)
    await handedOver()
  })

  it.each(['bootstrap', 'enrol-passkey'])(
    'is not believed: a passkey changed, with an event that says %s',
    async (action) => {
      const row = await tamper(stolen)
      await forge(action, passkeyObject(row))
      await blocked('and no verb of this desk did that')
    },
  )

  it('is not believed: another passkey put in, with its event', async () => {
    const own = demoRegistration('ruth', 'localhost', ORIGIN)
    const [row] = await desk.db
      .insert(passkey)
      .values({
        ...{ memberId: 'ruth', credentialId: 'c3RvbGVu', publicKey: stolen, aaguid: own.aaguid, rpId: 'localhost' },
        ...{ counter: 0, createdAt: desk.now(), usableFrom: desk.now() },
      })
      .returning()
    if (!row) throw new Error('it was inserted')
    await forge('enrol-passkey', passkeyObject(row))
    await blocked('and no verb of this desk did that')
  })

  it('changes nothing with an event that says what is so already', async () => {
    const [row] = await desk.db.select().from(passkey).where(eq(passkey.memberId, 'ruth'))
    if (!row) throw new Error('Ruth has a passkey')
    await forge('anything', passkeyObject(row))
    await handedOver()
  })

  it('cannot write the setup anew', async () => {
    await forge('bootstrap', { type: 'bootstrap', id: 'demo', version: 1, contentHash: contentDigest('other') })
    await blocked('and no verb of this desk did that')
  })
})

describe('whoever owns the database', () => {
  const swapKey = async (from: string, to: string) => {
    const hashOf = async () => {
      const [row] = await desk.db.select().from(passkey).where(eq(passkey.memberId, 'ruth'))
      if (!row) throw new Error('Ruth has a passkey')
      return passkeyObject(row).contentHash
    }
    const before = await hashOf()
    await asOwner('passkey', `UPDATE passkey SET public_key = $2 WHERE member_id = 'ruth' AND public_key = $1`, [
      from,
      to,
    ])
    const after = await hashOf()
    await asOwner('audit_leaf', 'UPDATE audit_leaf SET json = replace(json, $1, $2)', [before, after])
  }
  const own = demoRegistration('ruth', 'localhost', ORIGIN).publicKey

  it('did not sign: a row and its event rewritten in place', async () => {
    await makeReady(desk, id)
    await swapKey(own, stolen)
    await blocked('the signed checkpoint has another root')
    await swapKey(stolen, own)
    desk.pass(31)
    await handedOver()
  })

  it('did not sign: an event rewritten after this process had read it', async () => {
    await makeReady(desk, id, ['ruth', 'tomas'])
    await blocked('awaiting approvals')
    await approveAs(desk, 'aiko', id)
    desk.pass(11)
    await performJob(desk, 'cool-down')
    await swapKey(own, stolen)
    await blocked('was changed since it was logged')
    await swapKey(stolen, own)
    desk.pass(31)
    await handedOver()
  })

  it('cannot sign: everything written anew with a key of their own, also in the installation', async () => {
    await makeReady(desk, id)
    const thief = new Uint8Array(32).fill(99)
    await owner.query('UPDATE installation SET log_public_key = $1', [logPublicKey(thief)])
    const [kept] = await desk.db.select().from(auditCheckpoint)
    const checkpoint = readCheckpointNote(kept?.note ?? '')
    if (!checkpoint) throw new Error('there is a checkpoint')
    const note = checkpointNote(signCheckpoint(checkpoint, thief))
    await asOwner('audit_checkpoint', 'UPDATE audit_checkpoint SET note = $1', [note])
    await blocked('is not signed with the key of this log')
  })

  it('cannot take checkpoints away: all of them, or those that people answered on', async () => {
    await performJob(desk, 'sign-checkpoint')
    await makeReady(desk, id)
    await asOwner(
      'audit_checkpoint',
      'DELETE FROM audit_checkpoint WHERE size = (SELECT max(size) FROM audit_checkpoint)',
    )
    await blocked('was given on another log than the one there is now')
    await asOwner('audit_checkpoint', 'DELETE FROM audit_checkpoint')
    desk.pass(31)
    await blocked('No checkpoint covers the log yet', 'UNAVAILABLE')
    await performJob(desk, 'sign-checkpoint')
    desk.pass(31)
    await handedOver()
  })
})
