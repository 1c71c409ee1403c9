import { Client } from 'pg'
import { encodeFunctionData, parseAbi } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withdrawalHold, withdrawalRelease } from '@/db/schema/hold'
import { withdrawal } from '@/db/schema/withdrawal'
import { ISSUER, sendAs } from '@/lib/desk/chain-client'
import { blacklistAccount } from '@/lib/desk/tokens'
import { releaseObject } from '@/lib/flows/content'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, performJob, signIn, stepUp } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
afterAll(() => chain.stop())
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())

const ISSUED = parseAbi(['function unBlacklist(address account)'])
const NOTE = 'Called the custodian, waiting for their answer.'
const holdAs = (who: string, withdrawalId: string) => act(desk, who, 'hold', { withdrawalId, note: NOTE })
const releaseAs = async (who: string, withdrawalId: string) => {
  const { reviewed } = await readPage(desk, 'eli', withdrawalId)
  return act(desk, who, 'release', { withdrawalId, evidenceDigest: reviewed.digest, note: 'They confirmed by phone.' })
}
const stateOf = async () => (await desk.db.select().from(withdrawal))[0]?.state

describe('a hold', () => {
  it.each([
    ['awaiting-approvals', async () => undefined],
    ['cooling', async (id: string) => void (await approveThree(id))],
    ['ready', async (id: string) => void (await makeReady(desk, id))],
  ])('stops it while %s, and a release leads back there with every approval', async (state, prepare) => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await prepare(id)
    const signed = state === 'awaiting-approvals' ? await beginAs(desk, 'ruth', id) : null
    await holdAs('noor', id)
    expect(await stateOf()).toBe('held')
    if (signed) expect((await refusalOf(act(desk, 'ruth', 'approve', signed))).message).toContain('is held')
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toMatch(/held|a hold/)
    await performJob(desk, 'cool-down')
    expect(await stateOf()).toBe('held')
    expect(await releaseAs('noor', id)).toEqual({ state })
    if (signed) await act(desk, 'ruth', 'approve', signed)
    if (state === 'ready') await executeAs(desk, 'eli', id)
  })

  it('is for compliance, and is released by compliance with a passkey bound to what the review says', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    expect((await refusalOf(holdAs('ruth', id))).code).toBe('NOT_ALLOWED')
    await holdAs('noor', id)
    const noor = await signIn(desk, 'noor')
    const { reviewed } = await readPage(desk, 'eli', id)
    const input = { withdrawalId: id, evidenceDigest: reviewed.digest, note: 'They confirmed by phone.' }
    expect((await refusalOf(perform(desk, noor, 'release', input))).code).toBe('STEP_UP_REFUSED')
    const proof = await stepUp(desk, noor, 'release', input)
    const other = { ...input, note: 'They did not confirm it.', proof }
    expect((await refusalOf(perform(desk, noor, 'release', other))).message).toContain('other content')
    expect((await refusalOf(releaseAs('ruth', id))).code).toBe('NOT_ALLOWED')
    await releaseAs('noor', id)
  })

  it('is not released on a page that the chain has overtaken, and is once that is undone there', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await holdAs('noor', id)
    const { reviewed } = await readPage(desk, 'noor', id)
    const release = (evidenceDigest: string) =>
      act(desk, 'noor', 'release', { withdrawalId: id, evidenceDigest, note: 'They confirmed by phone.' })

    // The issuer freezes the payee: a transaction on the chain, of which the desk is told nothing.
    await blacklistAccount(chain.url, 'usdc', PAYEE)
    expect(await refusalOf(release(reviewed.digest))).toMatchObject({
      code: 'STALE',
      message: expect.stringContaining('The review changed since this page was loaded'),
    })
    const now = (await readPage(desk, 'noor', id)).reviewed
    expect(now.digest).not.toBe(reviewed.digest)
    expect((await refusalOf(release(now.digest))).code).toBe('BLOCKED')
    expect(await stateOf()).toBe('held')

    const data = encodeFunctionData({ abi: ISSUED, functionName: 'unBlacklist', args: [PAYEE] })
    await sendAs(chain.client, ISSUER, { to: chain.tokens.usdc, data })
    expect((await refusalOf(release(now.digest))).code).toBe('STALE')
    expect(await release(reviewed.digest)).toEqual({ state: 'ready' })
    await executeAs(desk, 'eli', id)
  })

  it('is not released by who staged it or approved it, whatever else they are', async () => {
    await desk.close()
    desk = await openMoneyDesk(chain, (setup) => ({
      ...setup,
      members: setup.members.map((one) =>
        ['ines', 'ruth'].includes(one.id) ? { ...one, roles: [...one.roles, 'compliance' as const] } : one,
      ),
    }))
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await approveAs(desk, 'ruth', id)
    await holdAs('noor', id)
    for (const who of ['ines', 'ruth'])
      expect((await refusalOf(releaseAs(who, id))).message).toContain('somebody else of compliance')
    expect(await releaseAs('noor', id)).toEqual({ state: 'awaiting-approvals' })
  })

  it('of policy is not for compliance to release', async () => {
    const stranger = { ...payment(desk), legs: [{ asset: 'native', recipient: `0x${'1b'.repeat(20)}`, amount: '0.1' }] }
    const { id, state } = await stageAs(desk, 'ines', stranger)
    expect(state).toBe('held')
    expect((await refusalOf(releaseAs('noor', id))).message).toContain('Policy')
  })

  it('stands by the log, whoever owns the database', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await holdAs('noor', id)
    await performJob(desk, 'sign-checkpoint')
    const client = new Client({ connectionString: desk.database.ownerUrl })
    await client.connect()
    for (const table of ['withdrawal', 'withdrawal_hold'])
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    await client.query('DELETE FROM withdrawal_hold')
    await client.query(`UPDATE withdrawal SET state = 'ready'`)
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('not in the log')
    await client.query(
      `INSERT INTO audit_event (at, actor_kind, action, subject, object_type, object_id, object_version, content_hash, outcome, reason)
       SELECT now(), 'system', 'withdrawal held → ready', '', object_type, object_id, object_version, content_hash, 'done', ''
       FROM audit_event WHERE object_type = 'withdrawal' LIMIT 1`,
    )
    await client.end()
    desk.pass(31)
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('a hold of W-')
  })
})

describe('the release of an earlier hold', () => {
  it('does not end a later one, whoever owns the database', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await holdAs('noor', id)
    await releaseAs('noor', id)
    desk.pass(60)
    await holdAs('noor', id)
    const [first] = await desk.db.select().from(withdrawalRelease)
    const holds = await desk.db.select().from(withdrawalHold).orderBy(withdrawalHold.at)
    const second = holds.at(-1)
    if (!first || !second) throw new Error('there are two holds and a release')
    const again = { ...first, id: crypto.randomUUID(), holdId: second.id }
    const object = releaseObject(again, id)
    const client = new Client({ connectionString: desk.database.ownerUrl })
    await client.connect()
    await client.query('ALTER TABLE withdrawal_release DROP CONSTRAINT withdrawal_release_challenge_unique')
    await client.query(`UPDATE withdrawal SET state = 'ready'`)
    await client.query(
      `INSERT INTO withdrawal_release (id, hold_id, member_id, note, evidence_digest, proof, challenge, at)
       SELECT $1, $2, member_id, note, evidence_digest, proof, challenge, at FROM withdrawal_release`,
      [again.id, again.holdId],
    )
    const event = `INSERT INTO audit_event (at, actor_kind, actor_id, action, subject, object_type, object_id, object_version, content_hash, outcome, reason)`
    await client.query(`${event} VALUES (now(), 'member', 'noor', 'release', '', 'release', $1, 1, $2, 'done', '')`, [
      object.id,
      object.contentHash,
    ])
    await client.query(
      `${event} SELECT now(), 'member', 'noor', 'withdrawal held → ready', '', object_type, object_id, object_version, content_hash, 'done', ''
       FROM audit_event WHERE object_type = 'withdrawal' LIMIT 1`,
    )
    await client.end()
    desk.pass(31)
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('a hold of W-')
  })
})

describe('a rejection', () => {
  it('is not undone by an event that says so', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await act(desk, 'bram', 'reject', { withdrawalId: id, reason: 'Nobody asked for this.' })
    const client = new Client({ connectionString: desk.database.ownerUrl })
    await client.connect()
    await client.query('ALTER TABLE withdrawal DISABLE TRIGGER USER')
    await client.query(`UPDATE withdrawal SET state = 'ready'`)
    await client.query(
      `INSERT INTO audit_event (at, actor_kind, action, subject, object_type, object_id, object_version, content_hash, outcome, reason)
       SELECT now(), 'system', 'withdrawal cancel-pending-onchain → ready', '', object_type, object_id, object_version, content_hash, 'done', ''
       FROM audit_event WHERE object_type = 'withdrawal' LIMIT 1`,
    )
    await client.end()
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('not in the log')
  })
})

describe('its initiator', () => {
  it('takes it back, which frees the nonce while nobody was asked to sign', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    expect(await act(desk, 'ines', 'cancel', { withdrawalId: id, reason: 'Wrong month, staged again.' })).toEqual({
      state: 'cancelled',
    })
    const again = await stageAs(desk, 'ines', payment(desk))
    expect(again.state).toBe('awaiting-approvals')
  })

  it('cannot unsign: once a signature was asked for it waits for the chain', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await beginAs(desk, 'ruth', id)
    const cancelled = await act(desk, 'ines', 'cancel', { withdrawalId: id, reason: 'Wrong month, staged again.' })
    expect(cancelled).toEqual({ state: 'cancel-pending-onchain' })
  })

  it('and nobody else cancels it', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await expect(act(desk, 'ruth', 'cancel', { withdrawalId: id, reason: 'I do not like it.' })).rejects.toThrow('Only')
  })
})

describe('what ran out of time', () => {
  it('expires, and its nonce is free where nobody was asked to sign', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    expect(await performJob(desk, 'expire')).toEqual({ expired: [] })
    desk.pass(31 * 24 * 3600)
    expect(await performJob(desk, 'expire')).toEqual({ expired: [id] })
    expect(await stateOf()).toBe('expired')
  })

  it('waits for the chain where somebody was', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await approveAs(desk, 'ruth', id)
    desk.pass(31 * 24 * 3600)
    await performJob(desk, 'expire')
    expect(await stateOf()).toBe('cancel-pending-onchain')
  })
})

async function approveThree(id: string): Promise<void> {
  for (const who of ['ruth', 'tomas', 'aiko']) await approveAs(desk, who, id)
}
