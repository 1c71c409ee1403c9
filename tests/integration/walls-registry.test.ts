import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf, openWallDesk, type WallDesk } from '@/tests/builders/world-rows'

const NOW = '2026-03-01T10:00:00.000Z'

describe('what the registry and the sessions hold', () => {
  let desk: WallDesk
  beforeAll(async () => void (desk = await openWallDesk()))
  afterAll(() => desk.close())

  it.each(['book_entry', 'safe', 'asset'])(
    '%s: its address and chain are immutable, the rest is not',
    async (table) => {
      const message = `the address of a ${table} is immutable`
      await expect(desk.app.query(`UPDATE ${table} SET address = '0xOther'`)).rejects.toThrow(message)
      await expect(desk.owner.query(`UPDATE ${table} SET chain_id = 1`)).rejects.toThrow(message)
      const { rowCount } = await desk.app.query(`UPDATE ${table} SET version = version + 1`)
      expect(rowCount).toBe(1)
    },
  )

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
    await expect(desk.app.query(`UPDATE policy SET body = '{"rules":[]}'`)).rejects.toThrow(message)
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
    await desk.app.query('UPDATE policy SET is_active = false WHERE version = 1')
    await desk.insert('policy', next)
  })

  it.each(['policy', 'member', 'session', 'challenge', 'book_entry', 'safe', 'installation', 'submission'])(
    'the application deletes nothing from %s',
    async (table) => {
      await expect(desk.app.query(`DELETE FROM ${table}`)).rejects.toThrow(`permission denied for table ${table}`)
    },
  )

  it('a challenge is used once and stays what it was', async () => {
    const { id } = await desk.insert('challenge', {
      ...{ member_id: 'ruth', session_hash: hashOf(1), action: 'stage', digest: hashOf(2), preimage: '{}' },
      ...{ issued_at: NOW, expires_at: NOW },
    })
    const set = (change: string) => desk.app.query(`UPDATE challenge SET ${change} WHERE id = $1`, [id])
    await expect(set(`action = 'approve'`)).rejects.toThrow('challenge is used once')
    await expect(set(`expires_at = now() + interval '1 day'`)).rejects.toThrow('challenge is used once')
    await set('consumed_at = now()')
    await expect(set('consumed_at = now()')).rejects.toThrow('challenge is used once')
    await expect(set('consumed_at = null')).rejects.toThrow('challenge is used once')
  })

  it('a sign-in message is used once and stays what it was', async () => {
    const { id } = await desk.insert('sign_in_nonce', {
      ...{ address: '0xR', message: 'm', message_hash: hashOf(3), browser_hash: hashOf(4), expires_at: NOW },
    })
    const set = (change: string) => desk.app.query(`UPDATE sign_in_nonce SET ${change} WHERE id = $1`, [id])
    await expect(set(`browser_hash = 'other'`)).rejects.toThrow('sign_in_nonce is used once')
    await set('consumed_at = now()')
    await expect(set('consumed_at = null')).rejects.toThrow('sign_in_nonce is used once')
  })
})
