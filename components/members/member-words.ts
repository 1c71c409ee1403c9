import type { Address } from 'viem'
import type { MemberLine, MemberPasskey } from '@/db/queries/members'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { nearTime, utcDay } from '../review/times'
import { countWord } from '../review/verdict-words'

/** A Safe and who owns it now; `owners` is null where its chain was not read. */
export type OwnedSafe = { readonly name: string; readonly owners: readonly Address[] | null }

/** The headline: how many members there are, and whether the chain counts one of them twice. */
export function membersHeadline(
  members: readonly MemberLine[],
  safes: readonly OwnedSafe[],
): { readonly said: string; readonly urgent: string } {
  const active = members.filter(({ isActive }) => isActive).length
  const gone = members.length - active
  const count = `${countWord(active)} ${gone > 0 ? 'active ' : ''}${active === 1 ? 'member' : 'members'}.`
  const doubles = doubleOwners(members, safes)
  if (doubles.length > 0) return { said: count, urgent: doubles.join(' ') }
  const unread = safes.filter(({ owners }) => owners === null).length
  if (unread > 0)
    return {
      said: `${count} Who owns ${unread === safes.length ? 'the Safes' : 'every Safe'} was not read.`,
      urgent: '',
    }
  return { said: safes.length === 0 ? count : `${count} Nobody holds two owner keys of one Safe.`, urgent: '' }
}

function doubleOwners(members: readonly MemberLine[], safes: readonly OwnedSafe[]): string[] {
  return safes.flatMap((safe) =>
    members.flatMap((one) => {
      const keys = one.wallets.filter(({ address }) => isOwner(safe, address)).length
      return keys < 2
        ? []
        : [
            `${displayText(one.name, 80)} holds ${countWord(keys).toLowerCase()} owner keys of ${displayText(safe.name, 80)}.`,
          ]
    }),
  )
}

/** "owner of Treasury Safe and Operations Safe", or that it is none. */
export function ownsWords(address: Address, safes: readonly OwnedSafe[]): string {
  const owned = safes.filter((safe) => isOwner(safe, address)).map(({ name }) => displayText(name, 80))
  if (owned.length === 0)
    return safes.some(({ owners }) => owners === null) ? 'ownership not read' : 'owner of no Safe here'
  const [last, ...others] = owned.reverse()
  return `owner of ${others.length === 0 ? '' : `${others.reverse().join(', ')} and `}${last ?? ''}`
}

const isOwner = ({ owners }: OwnedSafe, address: Address) => owners?.some((one) => isSameAddress(one, address)) === true

/** "since Fri 21 Feb 2025, usable", or until when it is not. */
export function passkeyWords({ createdAt, usableFrom, lockedUntil, isDemo }: MemberPasskey, now: Date): string {
  const kind = isDemo ? 'demo key ' : ''
  return `${kind}since ${utcDay(createdAt)}, ${usableWords(usableFrom, lockedUntil, now)}`
}

function usableWords(usableFrom: Date, lockedUntil: Date | null, now: Date): string {
  if (lockedUntil !== null && lockedUntil > now) return `locked until ${nearTime(lockedUntil, now)}`
  if (usableFrom > now) return `cools, usable from ${nearTime(usableFrom, now)}`
  return 'usable'
}

/** Whether a passkey confirms nothing at this moment. */
export const isPasskeyIdle = ({ usableFrom, lockedUntil }: MemberPasskey, now: Date): boolean =>
  usableFrom > now || (lockedUntil !== null && lockedUntil > now)

/** "Two passkeys" or that there is none. */
export const passkeyCount = (count: number): string =>
  count === 0 ? 'No passkey: confirms nothing' : `${countWord(count)} ${count === 1 ? 'passkey' : 'passkeys'}`
