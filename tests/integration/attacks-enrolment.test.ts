import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { submission } from '@/db/schema/withdrawal'
import type { EvidencePack } from '@/lib/audit/types'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { actWith, addKey, enrolWith, issueCode, loseKey } from '@/tests/builders/enrolment'
import { COOLING, type EnrolmentDesk, openEnrolmentDesk } from '@/tests/builders/enrolment-desk'
import { beginAs, executeAs, makeReady, payment, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { type SoftAuthenticator, softAuthenticator } from '@/tests/builders/soft-authenticator'
import { act, performJob, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: EnrolmentDesk
let id: string

beforeAll(async () => void (chain = await startTestChain()))
afterAll(() => chain.stop())

const stage = async () => void ({ id } = await stageAs(desk, 'ines', payment(desk)))
const approveWith = async (who: string, key: SoftAuthenticator) =>
  actWith(desk, who, 'approve', await beginAs(desk, who, id), key)
const handedOver = async () => {
  desk.pass(31)
  expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 1 })
}

describe('an honest passkey', () => {
  beforeEach(async () => void (desk = await openEnrolmentDesk(chain)))
  afterEach(() => desk.close())

  it('that was added approves after its cooling, and its approval is handed over', async () => {
    const key = await addKey(desk, 'ruth')
    await stage()
    expect((await refusalOf(approveWith('ruth', key))).message).toContain('This passkey is new')
    desk.pass(COOLING)
    await approveWith('ruth', key)
    await makeReady(desk, id, ['tomas', 'aiko'])
    await handedOver()
  })

  it('that a code enrolled approves after its cooling, and its approval is handed over', async () => {
    await loseKey(desk, 'ruth')
    const { key } = await enrolWith(desk, await signIn(desk, 'ruth'), await issueCode(desk, 'ruth'))
    desk.pass(COOLING)
    await stage()
    await approveWith('ruth', key)
    await makeReady(desk, id, ['tomas', 'aiko'])
    await performJob(desk, 'sign-checkpoint')
    await handedOver()
  })

  it('takes its grounds along in the evidence of what it approved', async () => {
    await loseKey(desk, 'ruth')
    const { key } = await enrolWith(desk, await signIn(desk, 'ruth'), await issueCode(desk, 'ruth'))
    desk.pass(COOLING)
    await stage()
    await approveWith('ruth', key)
    await performJob(desk, 'sign-checkpoint')
    const { text } = (await act(desk, 'noor', 'export-evidence', { withdrawalId: id })) as { text: string }
    const pack = JSON.parse(text) as EvidencePack
    const kinds = Object.keys(pack.withdrawal).map((section) => section.split('/')[0])
    expect(kinds.filter((kind) => kind?.startsWith('passkey') || kind === 'enrolment-code').sort()).toEqual([
      ...['enrolment-code', 'passkey', 'passkey', 'passkey', 'passkey-enrolment'], // of Ines, Ruth and the admin
    ])
    expect(await verifyEvidence(pack)).toMatchObject({ ok: true, approvals: 1 })
  })

  it('that was retired keeps what it approved before, by the order of the log', async () => {
    const key = await addKey(desk, 'ruth')
    desk.pass(COOLING)
    await stage()
    await approveWith('ruth', key)
    await act(desk, 'ruth', 'retire-passkey', { credentialId: key.passkey.credentialId })
    await makeReady(desk, id, ['tomas', 'aiko'])
    await handedOver()
  })

  it('that was retired approves nothing, though its row was hidden for that moment', async () => {
    const key = await addKey(desk, 'ruth')
    desk.pass(COOLING)
    await act(desk, 'ruth', 'retire-passkey', { credentialId: key.passkey.credentialId })
    await stage()
    await desk.owner.query('CREATE TABLE hidden AS SELECT * FROM passkey_retirement')
    await desk.owner.query('ALTER TABLE passkey_retirement DISABLE TRIGGER USER')
    await desk.owner.query('DELETE FROM passkey_retirement')
    await approveWith('ruth', key)
    await desk.owner.query('INSERT INTO passkey_retirement SELECT * FROM hidden')
    await makeReady(desk, id, ['tomas', 'aiko'])
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal.message).toContain('The approval of Ruth was given with a passkey that was retired.')
    expect(await desk.db.select().from(submission)).toEqual([])
  })
})

describe('a row of the enrolment, changed by whoever owns the database', () => {
  const stolen = softAuthenticator().passkey.publicKey

  beforeAll(async () => {
    desk = await openEnrolmentDesk(chain)
    await addKey(desk, 'ruth')
    await loseKey(desk, 'bram')
    await issueCode(desk, 'bram')
    await stage()
    await makeReady(desk, id)
  })
  afterAll(() => desk.close())

  it.each([
    ['the key of an added passkey', 'passkey', `UPDATE passkey SET public_key = '${stolen}' WHERE NOT is_demo`],
    ['when it counts from', 'passkey', 'UPDATE passkey SET usable_from = created_at WHERE NOT is_demo'],
    [
      'why it was added',
      'passkey_enrolment',
      `UPDATE passkey_enrolment SET proof = jsonb_set(proof, '{factor}', '"x"')`,
    ],
    ['whose it is', 'passkey_enrolment', `UPDATE passkey_enrolment SET member_id = 'lena'`],
    ['its grounds taken away', 'passkey_enrolment', 'DELETE FROM passkey_enrolment'],
    ['a retirement taken away', 'passkey_retirement', 'DELETE FROM passkey_retirement'],
    ['a retirement turned to another', 'passkey_retirement', `UPDATE passkey_retirement SET retired_by = 'sora'`],
    ['a code’s address', 'enrolment_code', `UPDATE enrolment_code SET address = '0x00'`],
    ['a code’s time', 'enrolment_code', `UPDATE enrolment_code SET expires_at = expires_at + interval '1 day'`],
    ['a code taken away', 'enrolment_code', 'DELETE FROM enrolment_code'],
  ])('is refused by preflight: %s', async (_what, table, change) => {
    desk.pass(31)
    await desk.owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    await desk.owner.query(`CREATE TEMP TABLE kept AS TABLE ${table}`)
    await desk.owner.query(change)
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal.code).toBe('BLOCKED')
    expect(refusal.message).toMatch(/is not what the log says|and no verb of this desk did that/)
    expect(await desk.db.select().from(submission)).toEqual([])
    await putBack(table)
  })

  it('put back to what it was, the signatures are handed over', handedOver)

  async function putBack(table: string): Promise<void> {
    const { rows } = await desk.owner.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0`,
    )
    const all = rows.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ')
    await desk.owner.query(
      `INSERT INTO ${table} SELECT * FROM kept ON CONFLICT (${rows[0]?.name}) DO UPDATE SET ${all}`,
    )
    await desk.owner.query('DROP TABLE kept')
  }
})
