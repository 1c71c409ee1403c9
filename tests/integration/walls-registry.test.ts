import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf, openWallDesk, type WallDesk } from '@/tests/builders/world-rows'

const NOW = '2026-03-01T10:00:00.000Z'

describe('what the registry and the sessions hold', () => {
  let desk: WallDesk
  beforeAll(async () => void (desk = await openWallDesk()))
  afterAll(() => desk.close())

  it.each(['book_entry', 'safe', 'asset'])(
    '%s: its address and chain are immutable for its owner too, the rest is not',
    async (table) => {
      const message = `the address of a ${table} is immutable`
      await expect(desk.owner.query(`UPDATE ${table} SET address = '0xOther'`)).rejects.toThrow(message)
      await expect(desk.owner.query(`UPDATE ${table} SET chain_id = 1`)).rejects.toThrow(message)
      const { rowCount } = await desk.owner.query(`UPDATE ${table} SET version = version + 1`)
      expect(rowCount).toBe(1)
    },
  )

  it.each(['installation', 'member', 'safe', 'book_entry'])(
    '%s: its id is immutable for its owner too',
    async (table) => {
      const message = `the id of a ${table} is immutable`
      await expect(desk.owner.query(`UPDATE ${table} SET id = id || '2'`)).rejects.toThrow(message)
    },
  )

  it('a passkey only counts, and never back', async () => {
    const key = { credential_id: 'c', public_key: 'k', aaguid: '', rp_id: 'localhost', counter: 5 }
    await desk.insert('passkey', { member_id: 'ruth', created_at: NOW, usable_from: NOW, ...key })
    for (const change of [`public_key = 'x'`, `usable_from = '2020-01-01'`, `member_id = 'tomas'`, `rp_id = 'x'`])
      await expect(desk.owner.query(`UPDATE passkey SET ${change}`), change).rejects.toThrow('a passkey is immutable')
    const set = (change: string) => desk.app.query(`UPDATE passkey SET ${change}`)
    await set('counter = 6, failures = 0, locked_until = null')
    await expect(set('counter = 5')).rejects.toThrow('the counter of a passkey never goes back')
    await set('failures = failures + 1, locked_until = now()')
  })

  it('a session is seen and ended, and does not come back', async () => {
    const message = 'a session is only seen and ended, once'
    await desk.insert('session', {
      ...{ id_hash: hashOf(5), member_id: 'ruth', created_at: NOW, last_seen_at: NOW, expires_at: NOW },
      ...{ idle_seconds: 1, user_agent: '' },
    })
    for (const change of [`member_id = 'tomas'`, `expires_at = now() + interval '1 day'`, 'idle_seconds = 9000'])
      await expect(desk.owner.query(`UPDATE session SET ${change}`), change).rejects.toThrow(message)
    await desk.app.query('UPDATE session SET last_seen_at = now()')
    await desk.app.query('UPDATE session SET revoked_at = now()')
    for (const change of ['revoked_at = null', 'last_seen_at = now()'])
      await expect(desk.app.query(`UPDATE session SET ${change}`), change).rejects.toThrow(message)
  })

  it('a contact’s name and address are one entry’s', async () => {
    const entry = { chain_id: 31337, class: 'supplier', status: 'active', active_from: NOW, created_at: NOW }
    const sameName = { ...entry, id: 'b', name: 'Payee', address: '0xQ' }
    const sameAddress = { ...entry, id: 'c', name: 'Other', address: '0xP' }
    await expect(desk.insert('book_entry', sameName)).rejects.toThrow('book_entry_name_unique')
    await expect(desk.insert('book_entry', sameAddress)).rejects.toThrow('book_entry_chain_id_address_unique')
  })

  it('an owner address belongs to one member for ever', async () => {
    const proof = { proof_message: '', proof_signature: '', created_at: NOW }
    await expect(desk.insert('wallet', { address: '0xR', member_id: 'tomas', ...proof })).rejects.toThrow('wallet_pkey')
    await expect(desk.owner.query(`UPDATE wallet SET member_id = 'tomas'`)).rejects.toThrow('rows are append-only')
  })

  it('a policy version is immutable, and a Safe has one active', async () => {
    const message = 'a policy version is immutable'
    await expect(desk.owner.query(`UPDATE policy SET body = '{"rules":[]}'`)).rejects.toThrow(message)
    await expect(desk.owner.query(`UPDATE policy SET active_from = now()`)).rejects.toThrow(message)
    const next = {
      id: 'policy',
      version: 2,
      safe_id: 'safe',
      body: '{}',
      is_active: true,
      active_from: NOW,
      created_at: NOW,
    }
    await expect(desk.insert('policy', next)).rejects.toThrow('policy_one_active')
    await desk.owner.query('UPDATE policy SET is_active = false WHERE version = 1')
    await desk.insert('policy', next)
  })

  it('a challenge is used once and stays what it was', async () => {
    const { id } = await desk.insert('challenge', {
      ...{ member_id: 'ruth', session_hash: hashOf(1), action: 'stage', digest: hashOf(2), preimage: '{}' },
      ...{ issued_at: NOW, expires_at: NOW },
    })
    const set = (change: string, as = desk.app) => as.query(`UPDATE challenge SET ${change} WHERE id = $1`, [id])
    for (const change of [`action = 'approve'`, `expires_at = now() + interval '1 day'`])
      await expect(set(change, desk.owner), change).rejects.toThrow('challenge is used once')
    await set('consumed_at = now()')
    await expect(set('consumed_at = now()')).rejects.toThrow('challenge is used once')
    await expect(set('consumed_at = null')).rejects.toThrow('challenge is used once')
  })

  it('a sign-in message is used once and stays what it was', async () => {
    const { id } = await desk.insert('sign_in_nonce', {
      ...{ address: '0xR', message: 'm', message_hash: hashOf(3), browser_hash: hashOf(4), expires_at: NOW },
    })
    const set = (change: string, as = desk.app) => as.query(`UPDATE sign_in_nonce SET ${change} WHERE id = $1`, [id])
    await expect(set(`browser_hash = 'other'`, desk.owner)).rejects.toThrow('sign_in_nonce is used once')
    await set('consumed_at = now()')
    await expect(set('consumed_at = null')).rejects.toThrow('sign_in_nonce is used once')
  })
})
