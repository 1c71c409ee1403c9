import { displayText } from '@/lib/core/display-text'
import { Amount } from '../ui/amount'
import { FlowArrow } from '../ui/flow-arrow'
import { HexGroups } from '../ui/hex-groups'
import { Icon } from '../ui/icon'
import type { Assessed } from './assessed'
import { type FlowEnd, type FlowLane, flowLanes } from './flow-lanes'
import { gapWords, laneWords, moreWords } from './flow-words'
import { knownName } from './known-name'
import { assetOf } from './stray-clauses'

/** From whom to whom, asset by asset, by what was measured. A table: read aloud it says all that it draws. */
export function FlowPicture({ assessed }: { assessed: Assessed }) {
  const lanes = flowLanes(assessed)
  if (lanes.length === 0) return null
  return (
    <table className="flow" role="table">
      <caption className="note">
        <b>From whom to whom.</b> {lanes.map((lane) => laneWords(lane, assessed)).join(' ')}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            From
          </th>
          <th scope="col" role="columnheader">
            <span className="sr">Way</span>
          </th>
          <th scope="col" role="columnheader">
            To
          </th>
        </tr>
      </thead>
      {lanes.map((lane) => (
        <Lane key={lane.asset} lane={lane} assessed={assessed} />
      ))}
    </table>
  )
}

type LaneProps = { lane: FlowLane; assessed: Assessed }

function Lane({ lane, assessed }: LaneProps) {
  const { asset, from, to } = lane
  const { symbol, isRegistered } = assetOf(assessed, asset)
  const gap = gapWords(lane, assessed)
  const rows = to.shown.length + (to.more === null ? 0 : 1) + (gap === null ? 0 : 1)
  const share = (units: bigint) => Number((units * 1000n) / (to.units > from.units ? to.units : from.units)) / 1000
  const sources = (
    <th scope="rowgroup" role="rowheader" className="src" rowSpan={Math.max(1, rows)}>
      {from.shown.length === 0 && 'Nobody loses it'}
      {from.shown.map((end) => (
        <End key={end.account} end={end} sign={-1n} asset={asset} assessed={assessed} />
      ))}
      {from.more !== null && <More words={moreWords(from)} units={-from.more.units} {...{ asset, assessed }} />}
    </th>
  )
  const lines = [
    ...to.shown.map((end) => ({
      key: end.account,
      share: share(end.units),
      isStray: end.isStray,
      target: <End end={end} sign={1n} asset={asset} assessed={assessed} />,
    })),
    ...(to.more === null
      ? []
      : [
          {
            key: 'more',
            share: share(to.more.units),
            isStray: false,
            target: <More words={moreWords(to)} units={to.more.units} {...{ asset, assessed }} />,
          },
        ]),
    ...(gap === null ? [] : [{ key: 'gap', share: null, isStray: true, target: <b className="critc">{gap}</b> }]),
    ...(rows === 0 ? [{ key: 'none', share: null, isStray: true, target: 'Nobody gets it' }] : []),
  ]
  return (
    <tbody role="rowgroup">
      {!isRegistered && (
        <tr role="row" className="what">
          <th scope="colgroup" role="columnheader" colSpan={3}>
            Base units of {displayText(symbol, 80)}
          </th>
        </tr>
      )}
      {lines.map((line, at) => (
        <tr role="row" key={line.key} className={line.isStray ? 'stray' : undefined}>
          {at === 0 && sources}
          <td role="cell" className="way">
            {line.share !== null && <FlowArrow share={line.share} />}
            <span className="sr">to</span>
          </td>
          <td role="cell">{line.target}</td>
        </tr>
      ))}
    </tbody>
  )
}

type EndProps = { end: FlowEnd; sign: bigint; asset: FlowLane['asset']; assessed: Assessed }

function End({ end, sign, asset, assessed }: EndProps) {
  const { name } = knownName(end.account, assessed)
  return (
    <span className="party">
      <span>
        {name === undefined ? <HexGroups hex={end.account} layout="two" /> : displayText(name, 120)}
        {end.isStray && (
          <b className="critc unasked">
            <Icon name="plus" />
            not asked for
          </b>
        )}
      </span>
      <Units units={end.units * sign} asset={asset} assessed={assessed} />
    </span>
  )
}

type MoreProps = { words: string | null; units: bigint; asset: FlowLane['asset']; assessed: Assessed }

function More({ words, units, asset, assessed }: MoreProps) {
  return (
    <span className="party">
      <span className="quiet">{words}</span>
      <Units units={units} asset={asset} assessed={assessed} />
    </span>
  )
}

function Units({ units, asset, assessed }: Omit<MoreProps, 'words'>) {
  const { symbol, decimals, isRegistered } = assetOf(assessed, asset)
  return <Amount units={units} decimals={decimals} unit={displayText(symbol, 24)} isUnitShown={isRegistered} isSigned />
}
