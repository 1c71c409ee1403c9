import { Client } from 'pg'
import { unfreezeSubject } from '@/lib/approve/subjects'
import type { FreezeScope } from '@/lib/policy/freeze'
import type { DeskAddress } from '@/tests/builders/test-desk'
import { DoorPerson } from './door-person'

type Standing = { readonly freezeId: string; readonly scope: FreezeScope }

/** What two people have not lifted yet. */
export async function standingFreezes(database: Client): Promise<readonly Standing[]> {
  const { rows } = await database.query<{ id: string; kind: FreezeScope['kind']; of: string }>(
    `select id, scope_kind as kind, scope_id as of from freeze_order o
     where (select count(*) from freeze_lift l where l.freeze_id = o.id) < 2`,
  )
  return rows.map(({ id, kind, of }) => ({ freezeId: id, scope: { kind, id: of } }))
}

/** Compliance and an admin lift everything that stands. */
export async function liftFreezes(desk: DeskAddress): Promise<void> {
  const database = new Client({ connectionString: desk.databaseUrl })
  await database.connect()
  try {
    for (const { freezeId, scope } of await standingFreezes(database))
      for (const who of ['noor', 'sora']) {
        const reason = 'Looked at by two people.'
        const subject = unfreezeSubject({ freezeId, scope, reason })
        const person = await DoorPerson.enter(desk, who)
        await person.confirm('unfreeze', { action: 'unfreeze', subject, policyVersion: 0 }, { freezeId, reason })
      }
  } finally {
    await database.end()
  }
}
