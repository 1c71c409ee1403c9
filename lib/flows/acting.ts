import 'server-only'
import type { Tx } from '@/db/client'
import { readFreezes } from '@/db/queries/freezes'
import { assertNotFrozen } from '@/lib/flows/freezes'
import { touchedByPeople } from '@/lib/policy/freeze'

/**
 * Who is frozen changes nothing about the desk. A freeze of anything wider does not stop it: whoever has to be switched off
 * in an incident is switched off while everything stands still.
 * @throws AppError BLOCKED
 */
export async function assertActing(tx: Tx, people: readonly string[]): Promise<void> {
  assertNotFrozen(await readFreezes(tx, null), touchedByPeople(people))
}
