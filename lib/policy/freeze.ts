import type { Intent } from '@/lib/stage/types'

/**
 * What a freeze stops (SPEC §6). `id` is the installation's, Safe's, member's or withdrawal's; of a chain its number, of an
 * asset "chain:address" and of a counterparty its address on every chain, both in lower case.
 */
export type FreezeScope = { readonly kind: FreezeKind; readonly id: string }

export const FREEZE_KINDS = ['organisation', 'chain', 'safe', 'member', 'counterparty', 'asset', 'withdrawal'] as const
export type FreezeKind = (typeof FREEZE_KINDS)[number]

/** A stop and those who consented to end it. */
export type Freeze = {
  readonly scope: FreezeScope
  /** Null where the desk froze by itself. */
  readonly frozenBy: string | null
  readonly liftedBy: readonly string[]
}

/** Distinct people who end a freeze together, and the roles that let somebody be one of them. */
export const LIFT_PEOPLE = 2
export const LIFT_ROLES: readonly string[] = ['admin', 'compliance']

/** What the log says of the consent that ends a freeze; of the ones before, how many more it takes. */
export const LIFTED = 'The freeze is lifted.'

/** What an act touches: any freeze on one of these stops it. */
export type Touched = {
  readonly installationId: string | null
  readonly safeId: string | null
  readonly withdrawalId: string | null
  /** Who acts, and whose earlier acts count: the initiator and the approvers. */
  readonly people: readonly string[]
  readonly moves: Moves
}

/** What money a withdrawal moves, where, and to whom; ids as freezes have them. */
export type Moves = {
  readonly chainId: number | null
  readonly assets: readonly string[]
  readonly counterparties: readonly string[]
  /** Calldata in lower case: whoever it names, however deep, is dealt with. */
  readonly data: string
}

const NOTHING_MOVES: Moves = { chainId: null, assets: [], counterparties: [], data: '0x' }

/** Of an asset as a freeze names it. @param address or "native" */
export const frozenAsset = (chainId: number, address: string): string => `${chainId}:${address.toLowerCase()}`

/**
 * What a withdrawal moves by its intent, and whom it calls: a token that is called is touched whatever is asked of it.
 * @param to of the SafeTx
 * @param data of the SafeTx
 */
export function movesOf({
  chainId,
  to,
  data,
  intent,
}: {
  chainId: number
  to: string
  data: string
  intent: Intent | null
}): Moves {
  const legs = intent?.legs ?? []
  return {
    chainId,
    assets: [...[...legs, ...(intent?.call?.gives ?? [])].map(({ asset }) => asset.address), to].map((address) =>
      frozenAsset(chainId, address),
    ),
    counterparties: [...legs.map(({ recipient }) => recipient), to].map((address) => address.toLowerCase()),
    data: data.toLowerCase(),
  }
}

type Person = { readonly memberId: string; readonly roles: readonly string[]; readonly isActive: boolean }

/** Whether this is the one thing that passes a freeze: the cancel of a nonce that a signature was asked for (SPEC §6). */
export const isReplacement = (one: { readonly class: string; readonly replaces: string | null }): boolean =>
  one.class === 'cancel' && one.replaces !== null

/**
 * What a replacement touches: who acts, and nothing else. Else whoever freezes its initiator, or one of its approvers, would
 * keep alive the signatures that it kills.
 */
export const touchedByReplacement = (actorId: string): Touched => touchedByPeople([actorId])

/** What is about people and moves no money. */
export const touchedByPeople = (people: readonly string[]): Touched => ({
  ...{ installationId: null, safeId: null, withdrawalId: null, people, moves: NOTHING_MOVES },
})

/** Whether enough people ended it. Who set it, and whom it stops, do not count (SPEC §6). */
export function isLifted({ scope, frozenBy, liftedBy }: Freeze): boolean {
  const counted = new Set(liftedBy.filter((memberId) => mayLift(memberId, { scope, frozenBy })))
  return counted.size >= LIFT_PEOPLE
}

/** Whether somebody of the right role may consent to end this freeze. */
export function mayLift(memberId: string, { scope, frozenBy }: Pick<Freeze, 'scope' | 'frozenBy'>): boolean {
  return memberId !== frozenBy && !(scope.kind === 'member' && scope.id === memberId)
}

/** The freezes that stop an act: not lifted, and on something that it touches. */
export function freezesOn<Stop extends Freeze>(freezes: readonly Stop[], touched: Touched): readonly Stop[] {
  return freezes.filter((freeze) => !isLifted(freeze) && isTouched(freeze.scope, touched))
}

function isTouched({ kind, id }: FreezeScope, touched: Touched): boolean {
  const { installationId, safeId, withdrawalId, people, moves } = touched
  switch (kind) {
    case 'organisation':
      return id === installationId
    case 'safe':
      return id === safeId
    case 'withdrawal':
      return id === withdrawalId
    case 'member':
      return people.includes(id)
    case 'chain':
      return id === String(moves.chainId)
    case 'asset':
      return moves.assets.includes(id)
    case 'counterparty':
      return moves.counterparties.includes(id) || moves.data.includes(id.slice(2))
  }
}

/**
 * Why an organisation could be frozen for ever: without some one person nobody could lift (SPEC §6); null when it could
 * not. Two lift, and the one who froze is a third.
 */
export function unliftableReason(people: readonly Person[]): string | null {
  const able = people.filter(({ roles, isActive }) => isActive && roles.some((role) => LIFT_ROLES.includes(role)))
  const needed = LIFT_PEOPLE + 1
  if (new Set(able.map(({ memberId }) => memberId)).size >= needed) return null
  return `A freeze is lifted by ${LIFT_PEOPLE} of ${LIFT_ROLES.join(' and ')} without the one who set it. With ${able.length} of them it could stand for ever; name at least ${needed}.`
}
