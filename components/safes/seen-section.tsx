import type { Address } from 'viem'
import type { SeenLine } from '@/db/queries/seen-transfers'
import { displayText } from '@/lib/core/display-text'
import { grouped } from '../review/effect-words'
import { utcMinute } from '../review/times'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'
import { TwinAddresses } from '../ui/twin-addresses'
import { seenSentence } from './seen-words'

const HEADS = ['Address', 'What it is', 'Of what, when']

type SeenSectionProps = {
  lines: readonly SeenLine[]
  title: string
  /** Says at which Safe, where lines of several stand together. */
  namesSafe?: boolean
}

/** Transfers that were kept: bait, and money from listed senders. Nothing here is copied by a button, or offered anywhere. */
export function SeenSection({ lines, title, namesSafe = false }: SeenSectionProps) {
  if (lines.length === 0) return null
  return (
    <Section id="seen" title={title} meta={lines.length}>
      <table className="led stack" role="table">
        <caption className="sr">{title}, the newest first</caption>
        <thead role="rowgroup">
          <tr role="row">
            {HEADS.map((head) => (
              <th key={head} scope="col" role="columnheader">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {lines.map((line) => (
            <SeenRow key={line.id} line={line} namesSafe={namesSafe} />
          ))}
        </tbody>
      </table>
    </Section>
  )
}

const TokenNamed = ({ token }: { token: Address }) => (
  <>
    of the token <HexGroups hex={token} layout="line" />
  </>
)

function SeenRow({ line, namesSafe }: { line: SeenLine; namesSafe: boolean }) {
  const { other, resembles, token, units, at, safeName } = line
  return (
    <tr role="row" data-row tabIndex={-1}>
      <th scope="row" role="rowheader">
        {resembles === null ? (
          <HexGroups hex={other} layout="line" />
        ) : (
          <TwinAddresses first={{ label: 'It', address: other }} second={{ label: 'Looks like', address: resembles }} />
        )}
      </th>
      <td role="cell">
        <b>{seenSentence(line)}</b>
        {namesSafe && <span className="sub">at {displayText(safeName, 80)}</span>}
      </td>
      <td role="cell" className="full">
        {units === 0n ? 'Nothing' : `${grouped(units)} base units`}{' '}
        {token === 'native' ? 'of the chain’s own coin' : <TokenNamed token={token} />}
        <span className="sub">{utcMinute(at)}</span>
      </td>
    </tr>
  )
}
