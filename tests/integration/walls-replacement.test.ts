import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWallDesk, type Rows, type WallDesk } from '@/tests/builders/world-rows'

const NOW = '2026-03-01T10:00:00.000Z'
const EMPTY: Rows = { class: 'cancel', to_address: '0xS' }

let desk: WallDesk
beforeAll(async () => void (desk = await openWallDesk()))
afterAll(() => desk.close())

const nonceOf = async (id: string) => {
  const { rows } = await desk.app.query<{ nonce: string }>('SELECT nonce FROM withdrawal WHERE id = $1', [id])
  return rows[0]?.nonce
}
const signed = async () => {
  const id = await desk.withdrawal()
  await desk.move(id, 'screening', 'awaiting-approvals')
  await desk.signatureRequest(id)
  return id
}
const givenUp = async () => {
  const id = await signed()
  await desk.move(id, 'cancel-pending-onchain')
  return id
}
const cancelOf = async (replaces: string, change: Rows = {}) =>
  desk.withdrawal({ ...EMPTY, replaces, nonce: await nonceOf(replaces), ...change })

describe('a cancel in the database', () => {
  it.each<[what: string, change: Rows]>([
    ['pays', { value: 1 }],
    ['calls something', { data: '0x00' }],
    ['calls another contract', { to_address: '0xP' }],
    ['runs foreign code', { operation: 1 }],
    ['pays a refund', { gas_price: 1 }],
  ])('never %s', async (_what, change) => {
    await expect(desk.withdrawal({ ...EMPTY, ...change })).rejects.toThrow('withdrawal_cancel_is_empty')
    await desk.withdrawal(EMPTY)
  })

  it('is never given up once it may be signed, for the owner too', async () => {
    const id = await desk.withdrawal(EMPTY)
    await desk.move(id, 'screening', 'awaiting-approvals')
    await desk.signatureRequest(id)
    const giveUp = `UPDATE withdrawal SET state = 'cancel-pending-onchain' WHERE id = $1`
    await expect(desk.app.query(giveUp, [id])).rejects.toThrow('a cancel is not cancelled')
    await expect(desk.owner.query(giveUp, [id])).rejects.toThrow('a cancel is not cancelled')
    await expect(desk.move(id, 'rejected')).rejects.toThrow('a signature was requested')
    await desk.move(id, 'ready', 'executing')
  })
})

describe('a replacement in the database', () => {
  it('shares the nonce of what it replaces, alone, until it ends', async () => {
    const id = await givenUp()
    const first = await cancelOf(id)
    await expect(cancelOf(id)).rejects.toThrow('withdrawal_one_replacement')
    await expect(desk.withdrawal({ nonce: await nonceOf(id) })).rejects.toThrow('withdrawal_nonce_held')
    await desk.move(first, 'screening', 'awaiting-approvals')
    await desk.app.query(`UPDATE withdrawal SET state = 'rejected', is_nonce_held = false WHERE id = $1`, [first])
    await cancelOf(id)
  })

  it('is a cancel of a withdrawal of its Safe and nonce that was given up, and of no cancel', async () => {
    const misfit = 'a cancel replaces a withdrawal of its Safe and nonce that was given up'
    const id = await givenUp()
    await expect(cancelOf(id, { class: 'transfer' })).rejects.toThrow('only a cancel replaces a withdrawal')
    await expect(cancelOf(id, { nonce: 7000 })).rejects.toThrow(misfit)
    await expect(cancelOf(id, { chain_id: 1 })).rejects.toThrow(misfit)
    await expect(cancelOf(await signed())).rejects.toThrow(misfit)
    const gap = await desk.withdrawal(EMPTY)
    await expect(cancelOf(gap)).rejects.toThrow(misfit)
    const over = await givenUp()
    await desk.app.query(`UPDATE withdrawal SET state = 'superseded', is_nonce_held = false WHERE id = $1`, [over])
    await expect(cancelOf(over)).rejects.toThrow(misfit)
    await cancelOf(id)
  })

  it('keeps what it replaces from being handed over again, and lets the chain end it', async () => {
    const id = await givenUp()
    const cancel = await cancelOf(id)
    await desk.move(id, 'confirming')
    await expect(desk.move(id, 'ready')).rejects.toThrow(`${id} is being cancelled on chain`)
    await expect(desk.move(id, 'executing')).rejects.toThrow('is being cancelled on chain')
    await desk.move(id, 'cancel-pending-onchain')
    await desk.move(cancel, 'screening', 'awaiting-approvals', 'ready', 'executing', 'confirming', 'executed')
    await desk.move(id, 'cancelled-onchain')
  })

  it.each(['blocked', 'held'])('is over while %s too, when the other one was first', async (state) => {
    const cancel = await cancelOf(await givenUp())
    await desk.move(cancel, 'screening', state, 'superseded')
  })

  it('leaves one of a conflict set ready at a time, whatever else fails', async () => {
    const id = await givenUp()
    const cancel = await cancelOf(id)
    await desk.move(cancel, 'screening', 'awaiting-approvals', 'ready')
    await desk.owner.query('ALTER TABLE withdrawal DISABLE TRIGGER USER')
    await expect(desk.move(id, 'ready')).rejects.toThrow('withdrawal_one_ready')
    await desk.owner.query('ALTER TABLE withdrawal ENABLE TRIGGER USER')
  })
})

describe('a quarantined signature in the database', () => {
  it('is never changed nor taken away', async () => {
    const withdrawal_id = await signed()
    await desk.insert('quarantined_signature', {
      ...{ withdrawal_id, member_id: 'ruth', owner: '0xR', signature_hash: '0x', occasion: 'approve' },
      ...{ sealed_signature: 'sealed', at: NOW },
    })
    await expect(desk.app.query('UPDATE quarantined_signature SET owner = 1')).rejects.toThrow('permission denied')
    await expect(desk.owner.query(`UPDATE quarantined_signature SET owner = ''`)).rejects.toThrow('append-only')
    await expect(desk.owner.query('DELETE FROM quarantined_signature')).rejects.toThrow('append-only')
  })
})

describe('an import in the database', () => {
  it('and what came with it is never changed nor taken away', async () => {
    await desk.insert('imported_transaction', {
      ...{ id: 'I-1', member_id: 'ruth', at: NOW, note: '', chain_id: 1, safe_address: '0xS', safe_version: '1.4.1' },
      ...{ to_address: '0xT', value: 0, data: '0x', operation: 0, safe_tx_gas: 0, base_gas: 0, gas_price: 0 },
      ...{ gas_token: '0x0', refund_receiver: '0x0', nonce: 0, safe_tx_hash: '0xH', claims: '{}' },
      ...{ verdict: 'block', rule_set: 'rules' },
    })
    await desk.insert('imported_signature', {
      ...{ import_id: 'I-1', member_id: 'ruth', at: NOW, recovered: '{}', signature_hash: '0x' },
    })
    for (const [table, change] of [
      ['imported_transaction', `verdict = 'ok'`],
      ['imported_signature', `recovered = '{0xR}'`],
    ]) {
      await expect(desk.app.query(`UPDATE ${table} SET ${change}`)).rejects.toThrow('permission denied')
      await expect(desk.owner.query(`UPDATE ${table} SET ${change}`)).rejects.toThrow('append-only')
      await expect(desk.owner.query(`DELETE FROM ${table}`)).rejects.toThrow('append-only')
    }
  })
})

describe('a freeze in the database', () => {
  it('lets a replacement pass and nothing else, except of who acts', async () => {
    const id = await givenUp()
    const other = await givenUp()
    const freeze = (kind: string, scope: string) =>
      desk.insert('freeze_order', { scope_kind: kind, scope_id: scope, member_id: 'tomas', reason: '', at: NOW })
    for (const [kind, scope] of [
      ['organisation', 'acme'],
      ['safe', 'safe'],
      ['withdrawal', id],
    ] as const)
      await freeze(kind, scope)
    await expect(desk.withdrawal(EMPTY)).rejects.toThrow('a freeze stands in the way')
    await expect(desk.withdrawal()).rejects.toThrow('a freeze stands in the way')
    const cancel = await cancelOf(id)
    await desk.move(cancel, 'screening', 'awaiting-approvals')
    await freeze('member', 'ines')
    await desk.insert('approval', desk.approval(cancel))
    await expect(cancelOf(other)).rejects.toThrow('a freeze stands in the way')
    await freeze('member', 'ruth')
    const second = desk.approval(cancel, { member_id: 'ruth' })
    await expect(desk.insert('approval', second)).rejects.toThrow('a freeze stands in the way')
    await desk.insert('approval', desk.approval(cancel, { member_id: 'tomas', owner: '0xT' }))
  })
})
