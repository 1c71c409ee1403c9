import type { MemberLine } from '@/db/queries/members'
import type { RecordedSafe } from '@/db/queries/recorded-safe'
import type { SeenLine } from '@/db/queries/seen-transfers'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { chainOf } from '@/lib/chains/index'
import { differingSettings } from '@/lib/simulate/differing-settings'
import type { Naming } from '../dashboard/naming'
import type { SafeNow } from '../dashboard/safe-now'
import { Statement } from '../frame/statement'
import { grouped } from '../review/effect-words'
import { utcMinute } from '../review/times'
import { Copy } from '../ui/copy'
import { HexGroups } from '../ui/hex-groups'
import { Unavailable } from '../ui/unavailable'
import { BalancesSection } from './balances-section'
import { ownerFacts } from './owner-facts'
import { OwnersSection } from './owners-section'
import { type GapFill, QueueSection } from './queue-section'
import { safeWarnings } from './safe-warnings'
import { safeHeadline } from './safe-words'
import { SeenSection } from './seen-section'
import { settingFacts, unreadFacts } from './setting-facts'
import { SettingsSection } from './settings-section'
import { WarningsSection } from './warnings-section'

export type SafeOverviewProps = {
  safe: SafeNow
  members: readonly MemberLine[]
  queue: readonly WithdrawalLine[]
  recorded: RecordedSafe | null
  seen: readonly SeenLine[]
  nameOf: Naming
  now: Date
  fill: GapFill | null
}

/** One Safe: what it is set to, who owns it, what it holds and what waits for its nonces. */
export function SafeOverview({ safe, members, queue, recorded, seen, nameOf, now, fill }: SafeOverviewProps) {
  // Without the chain the last reviewed state stands for owners and warnings, and says so.
  const state = safe.now?.state ?? recorded?.state ?? null
  const owners = ownerFacts(state?.owners ?? [], members)
  const settings =
    safe.now === null ? unreadFacts(safe, recorded) : settingFacts({ safe, state: safe.now.state, owners, recorded })
  const { said, urgent } = safeHeadline(safe, settings)
  const chain = chainOf(safe.chainId).name
  const readBy = safe.now === null ? `${chain}: not read` : `${chain}, read at block ${grouped(safe.now.block)}`
  const stored =
    recorded === null ? 'nothing stored' : `as reviewed for ${recorded.withdrawalId}, ${utcMinute(recorded.at)}`
  return (
    <>
      <div className="wrap">
        <Statement crumbs={['Safe', chain]} asked={<WholeAddress safe={safe} />}>
          {said} {urgent !== '' && <b>{urgent}</b>}
        </Statement>
      </div>
      <div className="wrap cols">
        <div>
          {safe.now === null && (
            <Unavailable title={`${chain}: unavailable.`} reason={safe.problem}>
              What is stored is shown. Nothing can be staged, approved or executed from this Safe meanwhile; rejecting
              works.
            </Unavailable>
          )}
          <WarningsSection
            warnings={state === null ? [] : safeWarnings(state, owners)}
            meta={safe.now === null ? stored : undefined}
          />
          <SettingsSection settings={settings} readBy={readBy} />
          <Drift safe={safe} recorded={recorded} />
          <OwnersSection
            owners={owners}
            meta={safe.now === null ? stored : `${safe.now.threshold} of ${owners.length} must sign`}
          />
          <SeenSection lines={seen} title="Seen on chain: never copy an address from here" />
        </div>
        <aside className="rail" aria-label="What it holds and what waits">
          <BalancesSection safe={safe} meta={safe.now === null ? 'not read' : `block ${grouped(safe.now.block)}`} />
          <QueueSection lines={queue} next={safe.now?.nonce ?? null} nameOf={nameOf} now={now} fill={fill} />
        </aside>
      </div>
    </>
  )
}

const WholeAddress = ({ safe }: { safe: SafeNow }) => (
  <>
    <HexGroups hex={safe.address} /> <Copy value={safe.address} what={`address of ${safe.name}`} />
  </>
)

/** Says when the chain has other settings than the last review saw: those were approved, these were not. */
function Drift({ safe, recorded }: Pick<SafeOverviewProps, 'safe' | 'recorded'>) {
  if (safe.now === null || recorded === null) return null
  const differing = differingSettings(safe.now.state, recorded.state).filter((name) => name !== 'nonce')
  if (differing.length === 0) return null
  return (
    <p className="note">
      <b>
        Since {recorded.withdrawalId} was reviewed on {utcMinute(recorded.at)}, the chain changed its{' '}
        {differing.join(', ')}.
      </b>{' '}
      Open withdrawals are judged anew by what the chain says now.
    </p>
  )
}
