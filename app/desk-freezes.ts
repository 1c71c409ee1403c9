import { type FreezeLine, freezeLines } from '@/components/freeze/freeze-lines'
import { type FreezePlaces, readFreezePlaces, readFreezes } from '@/db/queries/freezes'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'

export type DeskFreezes = { readonly places: FreezePlaces; readonly lines: readonly FreezeLine[] }

/** What is frozen and what could be, for the frame of every page. */
export async function readDeskFreezes(viewer: MemberActor): Promise<DeskFreezes | null> {
  const { db } = deps()
  const [places, freezes] = await Promise.all([readFreezePlaces(db, viewer), readFreezes(db, viewer)])
  return places && { places, lines: freezeLines(freezes, places, viewer) }
}
