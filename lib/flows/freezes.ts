import 'server-only'
import type { KnownFreeze } from '@/db/queries/freezes'
import { AppError } from '@/lib/core/errors'
import { type FreezeKind, freezesOn, type Touched } from '@/lib/policy/freeze'

/** @throws AppError BLOCKED naming the first freeze that stops it, by whom and since when */
export function assertNotFrozen(freezes: readonly KnownFreeze[], touched: Touched): void {
  const [first] = freezesOn(freezes, touched)
  if (first) throw new AppError('BLOCKED', `${frozenSentence(first)} Nothing was done.`)
}

const STOPPED: Record<FreezeKind, string> = {
  organisation: 'The organisation is frozen',
  safe: 'This Safe is frozen',
  withdrawal: 'This withdrawal is frozen',
  chain: 'This chain is frozen',
  asset: 'An asset that this moves is frozen',
  counterparty: 'Whom this pays or calls is frozen',
  member: 'Somebody on this is frozen',
}

/** "This Safe is frozen by Ruth since 2026-11-25T03:00:00.000Z." */
export const frozenSentence = ({ scope, by, at }: Pick<KnownFreeze, 'scope' | 'by' | 'at'>): string =>
  `${STOPPED[scope.kind]} by ${by} since ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC.`
