import Link from 'next/link'
import type { MemberLine } from '@/db/queries/members'
import { displayText } from '@/lib/core/display-text'
import { nearTime } from '../review/times'
import { Copy } from '../ui/copy'
import { HexGroups } from '../ui/hex-groups'
import { isPasskeyIdle, type OwnedSafe, ownsWords, passkeyCount, passkeyWords } from './member-words'

type MembersTableProps = {
  members: readonly MemberLine[]
  safes: readonly OwnedSafe[]
  now: Date
  hasLastSeen: boolean
  /** Links to where a change of a member is proposed. */
  mayPropose: boolean
}

/** One row per member: roles, addresses whole, what they confirm with, and for those who may know, when they were here. */
export function MembersTable({ members, safes, now, hasLastSeen, mayPropose }: MembersTableProps) {
  return (
    <table className="led stack members" role="table">
      <caption className="sr">Members</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            Member
          </th>
          <th scope="col" role="columnheader">
            Proven addresses
          </th>
          <th scope="col" role="columnheader">
            Confirms with
          </th>
          {hasLastSeen && (
            <th scope="col" role="columnheader">
              Last seen
            </th>
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {members.map((one) => (
          <tr role="row" key={one.id} data-row tabIndex={-1} className={one.isActive ? undefined : 'gone'}>
            <th scope="row" role="rowheader">
              <b>{displayText(one.name, 80)}</b>
              <span className="sub">{one.roles.join(', ')}</span>
              {!one.isActive && <span className="sub">not active: can do nothing</span>}
              {mayPropose && (
                <span className="sub">
                  <Link href={`/admin/propose/change-member?member=${one.id}`} prefetch={false}>
                    Change<span className="sr"> {displayText(one.name, 80)}</span>
                  </Link>
                </span>
              )}
            </th>
            <td role="cell" className="full">
              <Wallets member={one} safes={safes} />
            </td>
            <td role="cell" className="full">
              <Factors member={one} now={now} />
            </td>
            {hasLastSeen && (
              <td role="cell" className="seen full">
                {one.lastSeenAt ? nearTime(one.lastSeenAt, now) : 'never'}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Wallets({ member, safes }: { member: MemberLine; safes: readonly OwnedSafe[] }) {
  if (member.wallets.length === 0) return <span className="quiet">none</span>
  return member.wallets.map(({ address }) => (
    <div key={address} className="wallet">
      <HexGroups hex={address} /> <Copy value={address} what={`address of ${member.name}`} />
      <span className="sub">{ownsWords(address, safes)}</span>
    </div>
  ))
}

function Factors({ member, now }: { member: MemberLine; now: Date }) {
  return (
    <>
      {passkeyCount(member.passkeys.length)}
      {member.passkeys.map((one, at) => (
        <span key={at} className={isPasskeyIdle(one, now) ? 'sub idle' : 'sub'}>
          {passkeyWords(one, now)}
        </span>
      ))}
    </>
  )
}
