import { Client } from 'pg'
import type { Leaf } from '@/lib/audit/types'
import type { Accepted } from './withdraw'

/** What the desk's own tables say, read past the desk. */
export type Accounts = {
  /** The withdrawal with this reference, null when there is none. @throws Error when there are several */
  readonly find: (reference: string) => Promise<string | null>
  /** Everything that was lost or done twice, a sentence each; empty when the books balance. @param leaves the whole log */
  readonly faults: (
    withdrawalIds: readonly string[],
    accepted: readonly Accepted[],
    leaves: readonly Leaf[],
  ) => Promise<string[]>
}

type Row = { readonly id: string; readonly withdrawal: string; readonly who: string }

/** @param databaseUrl of a role that may read */
export function openAccounts(databaseUrl: string): Accounts {
  const rows = async <R extends object>(text: string, values: unknown[] = []): Promise<R[]> => {
    // The server may have been killed since the last question, so each has a connection of its own.
    const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query<R>(text, values)).rows
    } finally {
      await client.end()
    }
  }
  return {
    find: async (reference) => {
      const found = await rows<{ id: string }>(`SELECT id FROM withdrawal WHERE position($1 in intent) > 0`, [
        reference,
      ])
      if (found.length > 1) throw new Error(`${reference} was staged ${found.length} times`)
      return found[0]?.id ?? null
    },
    faults: async (withdrawalIds, accepted, leaves) => {
      const approvals = await rows<Row>(
        `SELECT id, withdrawal_id AS withdrawal, member_id AS who FROM approval WHERE NOT is_stale`,
      )
      const handOvers = await rows<Row>(`SELECT id, withdrawal_id AS withdrawal, executor_id AS who FROM submission`)
      return withdrawalIds.flatMap((id) => faultsOf(id, { accepted, leaves, approvals, handOvers }))
    },
  }
}

type Books = {
  readonly accepted: readonly Accepted[]
  readonly leaves: readonly Leaf[]
  readonly approvals: readonly Row[]
  readonly handOvers: readonly Row[]
}

/** One withdrawal: everything a person was told is done stands in rows and log, and nothing does twice. */
export function faultsOf(id: string, { accepted, leaves, approvals, handOvers }: Books): string[] {
  const done = leaves.filter(({ outcome }) => outcome === 'done')
  const logged = (action: string, objectId: string) =>
    done.filter((leaf) => leaf.action === action && leaf.object.id === objectId).length
  const own = <R extends Row>(list: readonly R[]) => list.filter(({ withdrawal }) => withdrawal === id)
  const told = (verb: string) => accepted.filter((one) => one.withdrawalId === id && one.verb === verb)
  const faults: string[] = []
  const expect = (isRight: boolean, sentence: string) => void (isRight || faults.push(`${id}: ${sentence}`))

  expect(logged('stage', id) === 1, `staged ${logged('stage', id)} times in the log`)
  const executed = done.filter(({ action, object }) => object.id === id && action.endsWith('→ executed')).length
  expect(executed === 1, `executed ${executed} times in the log`)
  for (const { who } of told('approve')) {
    const given = own(approvals).filter((row) => row.who === who)
    expect(given.length === 1, `${who} approved, and ${given.length} approvals are kept`)
  }
  for (const row of own(approvals))
    expect(
      logged('approve', row.id) === 1,
      `an approval of ${row.who} is ${logged('approve', row.id)} times in the log`,
    )
  const [kept, received] = [own(handOvers), told('hand-over').length]
  expect(kept.length >= received, `${received} hand-overs were received, and ${kept.length} are kept`)
  for (const row of kept)
    expect(logged('hand-over', row.id) === 1, `a hand-over is ${logged('hand-over', row.id)} times in the log`)
  return faults
}
