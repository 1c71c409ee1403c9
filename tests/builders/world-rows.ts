import { Client } from 'pg'
import { startTestDatabase } from '@/tests/builders/database'

const NOW = '2026-03-01T09:00:00.000Z'
const ZERO = `0x${'00'.repeat(20)}`

export type Rows = Readonly<Record<string, unknown>>

/** The two roles at one database whose rows were put there with SQL alone, so that only the database decides. */
export type WallDesk = {
  readonly app: Client
  readonly owner: Client
  /** Inserts one row as the application and returns it. */
  readonly insert: (table: string, row: Rows) => Promise<Rows>
  /** A staged withdrawal with a nonce and a hash of its own. */
  readonly withdrawal: (change?: Rows) => Promise<string>
  /** Moves a withdrawal through states, one UPDATE each. */
  readonly move: (id: string, ...states: string[]) => Promise<void>
  /** Columns of an approval by Ruth. */
  readonly approval: (withdrawalId: string, change?: Rows) => Rows
  /** Logs that Ruth's wallet was about to open. */
  readonly signatureRequest: (withdrawalId: string) => Promise<Rows>
  readonly close: () => Promise<void>
}

/** Ines stages; Ruth and Tomas hold one address each; one organisation, one Safe, one asset, one contact, one policy. */
export async function openWallDesk(): Promise<WallDesk> {
  const database = await startTestDatabase()
  const app = new Client({ connectionString: database.appUrl })
  const owner = new Client({ connectionString: database.ownerUrl })
  await Promise.all([app.connect(), owner.connect()])
  let used = 0
  const insert = async (table: string, row: Rows): Promise<Rows> => {
    const columns = Object.keys(row).map((column) => app.escapeIdentifier(column))
    const places = columns.map((_, at) => `$${at + 1}`)
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING *`
    const { rows } = await app.query<Rows>(sql, Object.values(row))
    return rows[0] ?? {}
  }
  for (const [table, row] of BASE) await insert(table, row)
  return {
    app,
    owner,
    insert,
    withdrawal: async (change = {}) => {
      used += 1
      const own = { nonce: used, safe_tx_hash: hashOf(used), stage_challenge: hashOf(used) }
      const row = await insert('withdrawal', { ...WITHDRAWAL_ROW, ...own, ...change })
      return String(row.id)
    },
    move: async (id, ...states) => {
      for (const state of states) await app.query('UPDATE withdrawal SET state = $2 WHERE id = $1', [id, state])
    },
    approval: (withdrawalId, change = {}) => ({
      ...{
        withdrawal_id: withdrawalId,
        member_id: 'ruth',
        owner: '0xR',
        evidence_digest: '0x',
        subject: {},
        proof: {},
      },
      ...{ challenge: hashOf((used += 1)), sealed_signature: 'sealed', at: NOW, ...change },
    }),
    signatureRequest: async (withdrawal_id) => {
      const review = await insert('review', { withdrawal_id, ...REVIEW })
      return insert('signature_request', {
        withdrawal_id,
        at: NOW,
        member_id: 'ruth',
        owner: '0xR',
        review_id: review.id,
      })
    },
    close: async () => {
      await Promise.all([app.end(), owner.end()])
      await database.drop()
    },
  }
}

export const hashOf = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`

/** An event as `write` inserts one. */
export const EVENT: Rows = {
  at: NOW,
  actor_kind: 'system',
  action: 'test',
  subject: '',
  object_type: 'thing',
  object_id: 't1',
  object_version: 1,
  content_hash: hashOf(1),
  outcome: 'done',
  reason: '',
}

/** Columns of a staged withdrawal; nonce, hash and challenge are the caller’s. */
export const WITHDRAWAL_ROW: Rows = {
  ...{ class: 'transfer', safe_id: 'safe', chain_id: 31337, safe_address: '0xS', safe_version: '1.4.1' },
  ...{ initiator_id: 'ines', intent: '{}', to_address: ZERO, value: 0, data: '0x', operation: 0 },
  ...{ safe_tx_gas: 0, base_gas: 0, gas_price: 0, gas_token: ZERO, refund_receiver: ZERO },
  ...{
    policy_id: 'policy',
    policy_version: 1,
    stage_proof: {},
    staged_at: NOW,
    expires_at: '2026-03-02T09:00:00.000Z',
  },
  ...{ state: 'staged', state_since: NOW },
}

const REVIEW: Rows = {
  ...{ at: NOW, occasion: 'stage', digest: '0x', evidence: '{}', shown: '{}', verdict: 'ok', rule_set: '1' },
}

const PROOF: Rows = { proof_message: '', proof_signature: '', created_at: NOW }

const BASE: readonly (readonly [table: string, row: Rows])[] = [
  [
    'installation',
    {
      ...{ id: 'acme', name: 'Acme', log_origin: 'countersign/acme', log_public_key: '', created_at: NOW },
      ...{ factor_cooling_seconds: 0, policy_cooling_seconds: 0, book_cooling_seconds: 0 },
    },
  ],
  ...['ines', 'ruth', 'tomas'].map((id) => ['member', { id, name: id, roles: ['signer'], created_at: NOW }] as const),
  ['wallet', { address: '0xI', member_id: 'ines', ...PROOF }],
  ['wallet', { address: '0xR', member_id: 'ruth', ...PROOF }],
  ['wallet', { address: '0xT', member_id: 'tomas', ...PROOF }],
  ['safe', { id: 'safe', chain_id: 31337, address: '0xS', name: 'Safe', safe_version: '1.4.1', created_at: NOW }],
  ['asset', { chain_id: 31337, address: '0xA', symbol: 'A', decimals: 6, code_hash: '0x', created_at: NOW }],
  [
    'book_entry',
    {
      ...{ id: 'payee', chain_id: 31337, address: '0xP', name: 'Payee', class: 'supplier' },
      ...{ status: 'active', active_from: NOW, created_at: NOW },
    },
  ],
  [
    'policy',
    { id: 'policy', version: 1, safe_id: 'safe', body: '{}', is_active: true, active_from: NOW, created_at: NOW },
  ],
]
