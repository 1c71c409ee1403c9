import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf, openWallDesk, type WallDesk } from '@/tests/builders/world-rows'

const NOW = '2026-03-01T10:00:00.000Z'
const ENDINGS = ['rejected', 'cancelled', 'expired'] as const

const FIXED: readonly (readonly [column: string, value: unknown])[] = [
  ['class', 'cancel'],
  ['replaces', 'W-1'],
  ['safe_address', '0xX'],
  ['safe_version', '1.3.0'],
  ['chain_id', 1],
  ['initiator_id', 'ruth'],
  ['intent', '{"legs":[]}'],
  ['to_address', '0xX'],
  ['value', 1],
  ['data', '0x01'],
  ['operation', 1],
  ['safe_tx_gas', 1],
  ['base_gas', 1],
  ['gas_price', 1],
  ['gas_token', '0xX'],
  ['refund_receiver', '0xX'],
  ['nonce', 999],
  ['safe_tx_hash', hashOf(999)],
  ['policy_id', 'other'],
  ['policy_version', 2],
  ['stage_proof', '{"factor":"other"}'],
  ['stage_challenge', hashOf(998)],
  ['staged_at', NOW],
  ['expires_at', '2027-01-01T00:00:00.000Z'],
]

describe('a withdrawal in the database', () => {
  let desk: WallDesk
  beforeAll(async () => void (desk = await openWallDesk()))
  afterAll(() => desk.close())

  const set = (id: string, column: string, value: unknown, as = desk.app) =>
    as.query(`UPDATE withdrawal SET ${column} = $2 WHERE id = $1`, [id, value])
  const awaiting = async () => {
    const id = await desk.withdrawal()
    await desk.move(id, 'screening', 'awaiting-approvals')
    return id
  }
  const signed = async () => {
    const id = await awaiting()
    await set(id, 'signature_requested_at', NOW)
    return id
  }

  it('starts as staged with its nonce held, and nowhere else', async () => {
    await expect(desk.withdrawal({ state: 'ready' })).rejects.toThrow('a withdrawal starts as staged, not ready')
    await expect(desk.withdrawal({ is_nonce_held: false })).rejects.toThrow('a withdrawal starts with its nonce held')
    expect(await desk.withdrawal()).toMatch(/^W-\d+$/)
  })

  it('is never deleted', async () => {
    await desk.withdrawal()
    await expect(desk.app.query('DELETE FROM withdrawal')).rejects.toThrow('permission denied')
    await expect(desk.owner.query('DELETE FROM withdrawal')).rejects.toThrow('withdrawal rows are never deleted')
    await expect(desk.owner.query('TRUNCATE withdrawal CASCADE')).rejects.toThrow('rows are never deleted')
  })

  it.each(FIXED)('keeps its %s from staging on, for the owner too', async (column, value) => {
    const id = await desk.withdrawal()
    await expect(set(id, column, value)).rejects.toThrow('permission denied for table withdrawal')
    await expect(set(id, column, value, desk.owner)).rejects.toThrow('a staged withdrawal is immutable')
  })

  it('keeps every column that the test above does not name changeable on purpose', async () => {
    const { rows } = await desk.app.query(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'withdrawal'`,
    )
    const moving = ['state', 'state_since', 'state_reason', 'signature_requested_at', 'ready_from', 'is_nonce_held']
    const named = [...FIXED.map(([column]) => column), ...moving, 'id', 'safe_id']
    expect(rows.map(({ name }) => name).sort()).toEqual(named.sort())
  })

  it('moves only as the lifecycle says', async () => {
    const id = await desk.withdrawal()
    await expect(desk.move(id, 'ready')).rejects.toThrow('illegal move from staged to ready')
    await expect(desk.move(id, 'executed')).rejects.toThrow('illegal move from staged to executed')
    await desk.move(id, 'screening', 'awaiting-approvals', 'ready', 'executing', 'confirming', 'executed')
    await expect(desk.move(id, 'ready')).rejects.toThrow('illegal move from executed to ready')
  })

  it.each(ENDINGS)('ends as %s only where no signature was ever requested', async (ending) => {
    const id = await signed()
    await expect(desk.move(id, ending)).rejects.toThrow(`a signature was requested: ${ending} is not an ending`)
    await desk.move(id, 'cancel-pending-onchain')
    await desk.move(await awaiting(), ending)
  })

  it('does not take a signature request back, nor date it anew', async () => {
    const id = await signed()
    await expect(set(id, 'signature_requested_at', null)).rejects.toThrow('a signature request is never taken back')
    await expect(set(id, 'signature_requested_at', '2026-03-01T11:00:00.000Z')).rejects.toThrow('never taken back')
  })

  it('holds its nonce until it ends, alone', async () => {
    const id = await awaiting()
    const { rows } = await desk.app.query('SELECT nonce FROM withdrawal WHERE id = $1', [id])
    const nonce = rows[0].nonce
    await expect(set(id, 'is_nonce_held', false)).rejects.toThrow(
      'the nonce of a awaiting-approvals withdrawal is held',
    )
    await expect(desk.withdrawal({ nonce })).rejects.toThrow('withdrawal_nonce_held')
    await desk.app.query(`UPDATE withdrawal SET state = 'rejected', is_nonce_held = false WHERE id = $1`, [id])
    await desk.withdrawal({ nonce })
    await expect(set(id, 'is_nonce_held', true)).rejects.toThrow('a nonce given back is not taken again')
  })

  it('keeps its nonce through cancel-pending-onchain', async () => {
    const id = await signed()
    await desk.move(id, 'cancel-pending-onchain')
    await expect(set(id, 'is_nonce_held', false)).rejects.toThrow('withdrawal is held')
    await desk.move(id, 'cancelled-onchain')
    await set(id, 'is_nonce_held', false)
  })

  it('has a hash of its own', async () => {
    await desk.withdrawal({ safe_tx_hash: hashOf(5000) })
    await expect(desk.withdrawal({ safe_tx_hash: hashOf(5000) })).rejects.toThrow('withdrawal_safe_tx_hash_unique')
  })

  it('is confirmed by a challenge of its own, and neither a transfer nor a cancel is without a proof', async () => {
    await desk.withdrawal({ stage_challenge: hashOf(6000) })
    await expect(desk.withdrawal({ stage_challenge: hashOf(6000) })).rejects.toThrow(
      'withdrawal_stage_challenge_unique',
    )
    await expect(desk.withdrawal({ stage_challenge: null })).rejects.toThrow('null value in column "stage_challenge"')
    await expect(desk.withdrawal({ stage_proof: null })).rejects.toThrow('withdrawal_is_confirmed')
    const cancel = { class: 'cancel', to_address: '0xS' }
    await expect(desk.withdrawal({ ...cancel, stage_proof: null })).rejects.toThrow('withdrawal_is_confirmed')
    await desk.withdrawal(cancel)
  })

  it.each(['signature_request', 'approval'])(
    'does not end as rejected where a %s says that it was signed',
    async (table) => {
      const id = await awaiting()
      if (table === 'approval') await desk.insert('approval', desk.approval(id))
      else await desk.signatureRequest(id)
      await expect(desk.move(id, 'rejected')).rejects.toThrow('a signature was requested: rejected is not an ending')
      await desk.move(id, 'cancel-pending-onchain')
    },
  )
})

describe('an approval in the database', () => {
  let desk: WallDesk
  let id: string
  beforeAll(async () => {
    desk = await openWallDesk()
    id = await desk.withdrawal()
    await desk.move(id, 'screening')
  })
  afterAll(() => desk.close())

  it('is taken only while the withdrawal waits for approvals', async () => {
    await expect(desk.insert('approval', desk.approval(id))).rejects.toThrow('the withdrawal does not take approvals')
    await desk.move(id, 'awaiting-approvals')
    await desk.insert('approval', desk.approval(id))
  })

  it('is never the initiator’s', async () => {
    const own = desk.approval(id, { member_id: 'ines', owner: '0xI' })
    await expect(desk.insert('approval', own)).rejects.toThrow('the initiator is no approver')
  })

  it('is given with the member’s own address', async () => {
    const foreign = desk.approval(id, { member_id: 'tomas', owner: '0xR' })
    await expect(desk.insert('approval', foreign)).rejects.toThrow("that owner is not this member's")
    await expect(desk.insert('approval', { ...foreign, owner: '0xunknown' })).rejects.toThrow("not this member's")
    await desk.insert('approval', desk.approval(id, { member_id: 'tomas', owner: '0xT' }))
  })

  it('counts once per person, also with a second key of theirs, and again after it went stale', async () => {
    await desk.insert('wallet', {
      ...{ address: '0xR2', member_id: 'ruth', proof_message: '', proof_signature: '', created_at: NOW },
    })
    const second = desk.approval(id, { owner: '0xR2' })
    await expect(desk.insert('approval', second)).rejects.toThrow('approval_one_per_member')
    await desk.app.query(`UPDATE approval SET is_stale = true WHERE member_id = 'ruth'`)
    await desk.insert('approval', second)
  })

  it('answers a challenge of its own', async () => {
    const other = await desk.withdrawal()
    await desk.move(other, 'screening', 'awaiting-approvals')
    const { rows } = await desk.app.query('SELECT challenge FROM approval LIMIT 1')
    const copied = desk.approval(other, { challenge: rows[0].challenge })
    await expect(desk.insert('approval', copied)).rejects.toThrow('approval_challenge_unique')
    await desk.insert('approval', desk.approval(other))
  })

  it('only ever goes stale', async () => {
    const message = 'an approval only ever goes stale'
    await expect(desk.app.query(`UPDATE approval SET is_stale = false WHERE is_stale`)).rejects.toThrow(message)
    for (const change of [`sealed_signature = 'x'`, `evidence_digest = 'x'`, `member_id = 'ines'`, `proof = '[]'`])
      await expect(desk.owner.query(`UPDATE approval SET ${change}`), change).rejects.toThrow(message)
    await expect(desk.owner.query('DELETE FROM approval')).rejects.toThrow('approval rows are never deleted')
    await expect(desk.app.query('DELETE FROM approval')).rejects.toThrow('permission denied')
  })
})
