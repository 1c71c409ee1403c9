import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { submission } from '@/db/schema/withdrawal'
import { assertDemoPasskey, demoRegistration } from '@/lib/demo/authenticator'
import { demoMember } from '@/lib/demo/members'
import { challengeOf } from '@/lib/approve/preimage'
import { encodeWire } from '@/lib/core/wire'
import { stagedColumns } from '@/lib/flows/withdrawal-row'
import type { IssuedStepUp } from '@/lib/flows/request-step-up'
import { approve } from '@/lib/flows/approve'
import { hashSafeTx } from '@/lib/stage/hash'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  executeAs,
  loggedRefusals,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, ORIGIN, perform, performJob, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let owner: Client

const TABLES = ['wallet', 'passkey', 'policy', 'book_entry', 'member', 'asset', 'safe', 'withdrawal', 'approval']
const KEPT = [...TABLES, 'installation']
const KEYS: Readonly<Record<string, string>> = { policy: 'id, version', asset: 'chain_id, address' }

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openDesk()
})
afterAll(async () => {
  await owner.end()
  await desk.close()
  await chain.stop()
})

// Whoever owns the database: triggers are no obstacle to them.
async function openDesk(): Promise<MoneyDesk> {
  const opened = await openMoneyDesk(chain)
  owner = new Client({ connectionString: opened.database.ownerUrl })
  await owner.connect()
  for (const table of TABLES) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  return opened
}

const [tomas, lena, eli] = ['tomas', 'lena', 'eli'].map((id) => demoMember(id).address)

describe('a row changed behind the desk', () => {
  let id: string
  let evidenceDigest: string

  beforeAll(async () => {
    ;({ id } = await stageAs(desk, 'ines', payment(desk)))
    await makeReady(desk, id)
    evidenceDigest = (await readPage(desk, 'eli', id)).reviewed.digest
  })
  beforeEach(async () => {
    desk.pass(31)
    await keep()
  })
  afterEach(putBack)

  const execute = (who = 'eli') =>
    act(desk, who, 'execute', { withdrawalId: id, evidenceDigest, executor: demoMember(who).address })

  it.each([
    ['a passkey of an approver', `UPDATE passkey SET public_key = 'AAAA' WHERE member_id = 'ruth'`, 'The passkey'],
    [
      'how new a passkey is',
      `UPDATE passkey SET usable_from = now() - interval '9 days' WHERE member_id = 'ruth'`,
      'The passkey',
    ],
    ['an owner mapping', `UPDATE wallet SET member_id = 'tomas' WHERE address = '${lena}'`, 'The wallet'],
    ['an owner taken away', `UPDATE wallet SET member_id = 'bram' WHERE address = '${tomas}'`, 'The wallet'],
    ['a wallet removed', `DELETE FROM wallet WHERE address = '${lena}'`, 'The wallet'],
    ['a wallet put in', `INSERT INTO wallet SELECT '0xE', 'ruth', '', '', now()`, 'The wallet'],
    ['the policy', `UPDATE policy SET body = replace(body, '"need":3', '"need":2')`, 'The policy'],
    [
      'a policy version put in',
      `WITH old AS (UPDATE policy SET is_active = false WHERE safe_id = 'treasury' RETURNING *)
       INSERT INTO policy SELECT id, 2, safe_id, replace(body, '"need":3', '"need":1'), true, active_from, created_at FROM old`,
      'The policy',
    ],
    ['a book entry', `UPDATE book_entry SET name = 'Somebody else' WHERE id = 'exchange-deposit'`, 'The book entry'],
    [
      'when a book entry counts',
      `UPDATE book_entry SET active_from = now() - interval '9 days' WHERE id = 'meridian-custody'`,
      'The book entry',
    ],
    [
      'a book entry put in',
      `INSERT INTO book_entry SELECT 'mule', chain_id, '${eli}', 'Mule', class, 1, status, active_from, created_at
       FROM book_entry WHERE id = 'meridian-custody'`,
      'The book entry',
    ],
    ['a role', `UPDATE member SET roles = '{signer,admin}' WHERE id = 'ruth'`, 'The member'],
    ['the initiator’s name', `UPDATE member SET name = 'Inez' WHERE id = 'ines'`, 'The member'],
    ['an asset', `UPDATE asset SET decimals = 8 WHERE symbol = 'USDC'`, 'The asset'],
    ['the Safe', `UPDATE safe SET is_enforced = true WHERE id = 'treasury'`, 'The safe'],
    ['the organisation', `UPDATE installation SET factor_cooling_seconds = 1`, 'The installation'],
    ['who staged', `UPDATE withdrawal SET initiator_id = 'bram'`, 'The withdrawal'],
    ['the expiry', `UPDATE withdrawal SET expires_at = expires_at + interval '1 year'`, 'The withdrawal'],
    ['a field of the transaction', `UPDATE withdrawal SET value = 1`, 'do not give its hash'],
    ['what was meant', `UPDATE withdrawal SET intent = replace(intent, 'Custody', 'Other')`, 'The withdrawal'],
    ['an approval’s owner', `UPDATE approval SET owner = '${lena}' WHERE member_id = 'ruth'`, 'The approval'],
    ['an approval’s proof', `UPDATE approval SET proof = jsonb_set(proof, '{factor}', '"totp"')`, 'The approval'],
    ['an approval taken away', `DELETE FROM approval WHERE member_id = 'ruth'`, 'of 3 people'],
    ['when the delay ends', `UPDATE withdrawal SET state = 'cooling'`, 'is cooling in the database but not in the log'],
  ])('is refused by preflight: %s', async (_what, change, sentence) => {
    await owner.query(change)
    const refusal = await refusalOf(execute())
    expect(refusal.message).toContain(sentence)
    expect(refusal.code).toBe('BLOCKED')
    expect((await loggedRefusals(desk, 'execute')).at(-1)).toContain(sentence)
    expect(await desk.db.select().from(submission)).toEqual([])
  })

  it('makes nobody an executor', async () => {
    await owner.query(`UPDATE member SET roles = '{compliance,executor}' WHERE id = 'noor'`)
    expect((await refusalOf(execute('noor'))).message).toContain('The member noor')
  })

  it('put back to what it was, the signatures are handed over', async () => {
    expect(await execute()).toMatchObject({ attempt: 1 })
  })

  async function keep(): Promise<void> {
    for (const table of KEPT) await owner.query(`CREATE TEMP TABLE kept_${table} AS TABLE ${table}`)
  }

  async function putBack(): Promise<void> {
    for (const table of KEPT) {
      const { rows } = await owner.query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0`,
      )
      const key = KEYS[table] ?? rows[0]?.name
      const all = rows.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ')
      await owner.query(`DELETE FROM ${table} WHERE (${key}) NOT IN (SELECT ${key} FROM kept_${table})`)
      await owner.query(`INSERT INTO ${table} SELECT * FROM kept_${table} ON CONFLICT (${key}) DO UPDATE SET ${all}`)
      await owner.query(`DROP TABLE kept_${table}`)
    }
  }
})

describe('a row changed only while it was needed', () => {
  beforeEach(async () => {
    await owner.end()
    await desk.close()
    desk = await openDesk()
  })

  it('is refused: a passkey that stood in for the approver’s own and was put back', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const stolen = demoRegistration('eli', 'localhost', ORIGIN).publicKey
    const own = demoRegistration('ruth', 'localhost', ORIGIN)
    await owner.query(`UPDATE passkey SET public_key = $1 WHERE member_id = 'ruth'`, [stolen])
    const input = await beginAs(desk, 'ruth', id)
    const actor = await signIn(desk, 'ruth')
    if ('none' in approve.gate.stepUp) throw new Error('approving asks for a step-up')
    const ctx = { ...desk.deps, actor, now: desk.now(), proof: null }
    const { digest, policyVersion } = await approve.gate.stepUp.subject(ctx, approve.input.parse(input))
    const request = { action: 'approve', subject: digest, policyVersion }
    const issued = (await perform(desk, actor, 'request-step-up', request)) as IssuedStepUp
    const { challenge } = challengeOf(issued.preimage)
    const forged = assertDemoPasskey({ memberId: 'eli', challenge, rpId: 'localhost', origin: ORIGIN })
    const assertion = { ...forged, credentialId: own.credentialId }
    const proof = { challengeId: issued.challengeId, factor: 'passkey', assertion }
    await perform(desk, actor, 'approve', { ...input, proof })
    await owner.query(`UPDATE passkey SET public_key = $1 WHERE member_id = 'ruth'`, [own.publicKey])
    await makeReady(desk, id, ['tomas', 'aiko'])
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal).toMatchObject({ code: 'BLOCKED' })
    expect(refusal.message).toContain(
      'The approval of Ruth does not hold. Its passkey has another key than the member registered.',
    )
  })

  it('is refused: another transaction, hash and intent before anybody approved', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const { staged, intent } = (await readPage(desk, 'ruth', id)).reviewed.assessment
    if (!intent || !tomas) throw new Error('a payment has an intent')
    const book = await owner.query<{ address: `0x${string}` }>(
      `SELECT address FROM book_entry WHERE id = 'exchange-deposit'`,
    )
    const thief = book.rows[0]?.address ?? tomas
    const data = staged.tx.data.replace(payeeWord(staged.tx.data), thief.slice(2).toLowerCase()) as `0x${string}`
    const tx = { ...staged.tx, data }
    const columns = stagedColumns({ ...staged, tx, hashes: hashSafeTx(staged.safe, tx) }, intent)
    const meant = { ...intent, legs: intent.legs.map((leg) => ({ ...leg, recipient: thief })) }
    await owner.query(`UPDATE withdrawal SET data = $1, safe_tx_hash = $2, intent = $3 WHERE id = $4`, [
      ...[data, columns.safeTxHash, encodeWire(meant), id],
    ])
    expect((await readPage(desk, 'ruth', id)).reviewed.assessment.verdict).toBe('ok')
    await makeReady(desk, id)
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal).toMatchObject({ code: 'BLOCKED' })
    expect(refusal.message).toContain(`The withdrawal ${id} in the database is not what the log says`)
  })

  it('is refused: the end of the delay, moved to now', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    for (const who of ['ruth', 'tomas', 'aiko']) await approveAs(desk, who, id)
    await owner.query(`UPDATE withdrawal SET ready_from = now() - interval '1 hour' WHERE id = $1`, [id])
    await performJob(desk, 'cool-down')
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal.message).toContain('It cools until')
    desk.pass(6)
    expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 1 })
  })

  it('is refused: a rejected withdrawal put back to ready', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await act(desk, 'lena', 'reject', { withdrawalId: id, reason: 'I never heard of this supplier.' })
    await owner.query(`UPDATE withdrawal SET state = 'ready' WHERE id = $1`, [id])
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal.message).toContain(`${id} is ready in the database but not in the log`)
  })
})

// transfer(address,uint256): the low 20 bytes of the first word.
const payeeWord = (data: string) => data.slice(2 + 8 + 24, 2 + 8 + 64)
