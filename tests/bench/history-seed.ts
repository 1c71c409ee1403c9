import { Client } from 'pg'
import type { Address } from 'viem'
import { getAddress, numberToHex } from 'viem/utils'
import { encodeWire } from '@/lib/core/wire'
import type { Asset, Leg } from '@/lib/stage/types'

export const CHAIN = 1
export const STATED_OFTEN = addressOf(1)
export const USDC: Asset = { chainId: CHAIN, address: STATED_OFTEN, symbol: 'USDC', decimals: 6 }
export const RARE: Asset = { chainId: CHAIN, address: addressOf(2), symbol: 'RARE', decimals: 18 }
/** Of every ten payments one goes to each of ten. */
export const OFTEN = Array.from({ length: 10 }, (_, at) => addressOf(100 + at))
export const [OFTEN_PAID = addressOf(100)] = OFTEN
export const SELDOM_PAID = addressOf(200)
/** Runs in every withdrawal, as the code of a Safe does. */
export const ALWAYS_RUNS = addressOf(300)
export const SELDOM_RUNS = addressOf(301)
export const FROM = new Date('2023-01-01T00:00:00Z')
export const UNTIL = new Date('2026-01-01T00:00:00Z')

/** So many are still open, whatever the length of the history: a desk works off what it stages. */
const OPEN = 40
/** So many have the Safe, asset, recipient and people that are rare. */
const SELDOM = 20

const PEOPLE = [
  ...['ines', 'ivan', 'ruth', 'tomas', 'aiko', 'bram', 'eli', 'sora'].map((id) => ({ id, name: id })),
] as const

/**
 * Fills a migrated, empty database with one organisation and a history of withdrawals, over three years where nothing else
 * is asked: executed most of the time, two payments in every tenth, a review each with what it touches, three approvals and a hand-over behind each executed one,
 * and ten notices of each, of which one is unread.
 */
export async function seedHistory(ownerUrl: string, count: number, from = FROM): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await seedOrganisation(client)
    // The lifecycle is not walked through; what a withdrawal is found by is still written by the triggers.
    await client.query(`ALTER TABLE withdrawal DISABLE TRIGGER USER`)
    await client.query('ALTER TABLE withdrawal ENABLE TRIGGER withdrawal_is_found')
    for (const table of ['approval', 'submission']) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    for (const table of ['withdrawal', 'approval', 'submission'])
      await client.query(`ALTER TABLE ${table} ENABLE TRIGGER person_is_found`)
    await client.query(WITHDRAWALS, [
      ...[count, from, UNTIL, OPEN, Math.floor(count / SELDOM)],
      ...[intentOf(false), intentOf(true), OFTEN, SELDOM_PAID, USDC.address, RARE.address],
    ])
    await client.query(REVIEWS, [shown()])
    await client.query(TOUCHED, [ALWAYS_RUNS, SELDOM_RUNS, USDC.address])
    await client.query(APPROVALS)
    await client.query(SUBMISSIONS)
    await seedNotices(client)
    await client.query('VACUUM ANALYZE')
  } finally {
    await client.end()
  }
}

async function seedOrganisation(client: Client): Promise<void> {
  for (const { id, name } of PEOPLE)
    await client.query('INSERT INTO member (id, name, roles, created_at) VALUES ($1, $2, $3, now())', [id, name, ROLES])
  for (const [at, id] of ['treasury', 'archive'].entries())
    await client.query(
      `INSERT INTO safe (id, chain_id, address, name, safe_version, created_at) VALUES ($1, $2, $3, $1, '1.4.1', now())`,
      [id, CHAIN, addressOf(10 + at)],
    )
  for (const [at, address] of [...OFTEN, SELDOM_PAID].entries())
    await client.query(
      `INSERT INTO book_entry (id, chain_id, address, name, class, status, active_from, created_at)
       VALUES ($1, $2, $3, $4, 'vendor', 'active', now(), now())`,
      [`e${at}`, CHAIN, address, address === SELDOM_PAID ? 'Seldom & Sons' : `Vendor ${at}`],
    )
}

async function seedNotices(client: Client): Promise<void> {
  // An inbox does not read the log its notices were made of, and a million references take longer to check than to write.
  for (const [table, constraint] of REFERENCES)
    await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER, DROP CONSTRAINT ${constraint}`)
  await client.query(NOTICES, [PEOPLE.map(({ id }) => id)])
  await client.query('INSERT INTO notice_read (notice_id, at) SELECT id, at FROM notice WHERE id % 10 <> 0')
  await client.query('INSERT INTO notice_unread SELECT member_id, id FROM notice WHERE id % 10 = 0')
  for (const [table] of REFERENCES) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
}

const REFERENCES = [
  ['notice', 'notice_seq_audit_leaf_seq_fk, DROP CONSTRAINT notice_member_id_member_id_fk'],
  ['notice_read', 'notice_read_notice_id_notice_id_fk'],
  ['notice_unread', 'notice_unread_notice_id_notice_id_fk'],
] as const

const ROLES = ['initiator', 'signer', 'executor']

export function addressOf(at: number): Address {
  return getAddress(numberToHex(BigInt(at) * 0x9e3779b97f4a7c15f39cc0605cedc835n, { size: 20 }))
}

// Wire text whose asset and recipient each row puts in.
function intentOf(isBatch: boolean): string {
  const leg = { asset: { ...USDC, address: 'ASSET' }, recipient: 'PAYEE', units: 250_000_000n } as unknown as Leg
  return encodeWire({ legs: isBatch ? [leg, leg] : [leg], purpose: 'Custody fee', reference: 'INV-1' })
}

// As long as the review of a plain payment is.
const shown = () =>
  encodeWire({
    assessment: { safe: null, words: 'a plain payment '.repeat(1_500) },
    requirement: {
      approvals: 3,
      groups: [{ id: 'g', name: 'Signers', need: 3, eligible: PEOPLE.map(({ id, name }) => ({ memberId: id, name })) }],
    },
  })

// $1 count, $2 from, $3 until, $4 open, $5 each so many-th is rare
const WITHDRAWALS = `INSERT INTO withdrawal (id, class, safe_id, chain_id, safe_address, safe_version, initiator_id, intent,
  to_address, value, data, operation, safe_tx_gas, base_gas, gas_price, gas_token, refund_receiver, nonce, safe_tx_hash,
  policy_id, policy_version, stage_proof, stage_challenge, staged_at, expires_at, state, state_since, is_nonce_held)
SELECT 'W-' || (1000 + i), 'transfer', CASE WHEN is_rare THEN 'archive' ELSE 'treasury' END, ${CHAIN}, '0x', '1.4.1',
  CASE WHEN is_rare THEN 'ivan' ELSE 'ines' END,
  replace(replace(CASE WHEN i % 10 = 0 THEN $7 ELSE $6 END, 'ASSET', CASE WHEN is_rare THEN $11 ELSE $10 END),
    'PAYEE', CASE WHEN is_rare THEN $9 ELSE ($8::text[])[1 + i % 10] END),
  '0x', 0, '0x', 0, 0, 0, 0, '0x', '0x', i, 'h' || i, 'p', 1, '{}', 'c' || i, at, at + interval '7 days', state, at,
  is_open
FROM (SELECT i, i % $5 = 0 AS is_rare, i > $1 - $4 AS is_open,
    $2::timestamptz + ($3::timestamptz - $2::timestamptz) * i / $1 AS at,
    CASE WHEN i > $1 - $4 THEN (ARRAY['awaiting-approvals', 'ready', 'cooling', 'blocked'])[1 + i % 4]
      WHEN i % 20 = 1 THEN 'rejected' WHEN i % 20 = 2 THEN 'expired' ELSE 'executed' END AS state
  FROM generate_series(1, $1::integer) AS i) AS made`

const REVIEWS = `INSERT INTO review (withdrawal_id, occasion, digest, evidence, shown, verdict, rule_set, at)
SELECT id, 'stage', '0x', '{}', $1, 'ok', '1', staged_at FROM withdrawal`

// What each states; what runs in all; and where another asset is paid, what runs there alone and the one that all others state.
const TOUCHED = `INSERT INTO withdrawal_touched (withdrawal_id, address, is_stated)
SELECT DISTINCT withdrawal_id, lower(split_part(named, ':', 2)), true FROM withdrawal_leg, unnest(ARRAY[asset_key, recipient_key]) AS named
UNION ALL SELECT id, lower($1), false FROM withdrawal
UNION ALL SELECT id, lower(seldom), false FROM withdrawal, unnest(ARRAY[$2, $3]) AS seldom WHERE safe_id = 'archive'`

const APPROVALS = `INSERT INTO approval (withdrawal_id, member_id, owner, evidence_digest, subject, proof, challenge, sealed_signature, at)
SELECT id, who, who, '0x', '{}', '{}', id || who, '', staged_at FROM withdrawal,
  unnest(CASE WHEN safe_id = 'archive' THEN ARRAY['bram', 'tomas', 'aiko'] ELSE ARRAY['ruth', 'tomas', 'aiko'] END) AS who
WHERE state = 'executed'`

const SUBMISSIONS = `INSERT INTO submission (withdrawal_id, attempt, executor_id, executor_address, evidence_digest, proof, challenge,
  handed_over_at, is_open, state, mined_tx_hash)
SELECT id, 1, CASE WHEN safe_id = 'archive' THEN 'sora' ELSE 'eli' END, '0x', '0x', '{}', id, staged_at, false, 'executed', '0x'
FROM withdrawal WHERE state = 'executed'`

// Two events of each withdrawal, five people told of each.
const NOTICES = `INSERT INTO notice (seq, member_id, kind, about, at)
SELECT 2 * nonce + event, ($1::text[])[1 + (nonce + event + person)::integer % 8], 'waits', id, staged_at
FROM withdrawal, generate_series(0, 1) AS event, generate_series(0, 4) AS person ORDER BY 1`
