import Link from 'next/link'
import { displayText } from '@/lib/core/display-text'
import { grouped } from '../review/effect-words'
import { Amount, fractionDigits } from '../ui/amount'
import { Icon } from '../ui/icon'
import { Section } from '../ui/section'
import { Unavailable } from '../ui/unavailable'
import type { SafeNow } from './safe-now'

/** The Safes with owners, nonce and money, read at one block; hatched where the chain does not answer. */
export function SafesSection({ safes }: { safes: readonly SafeNow[] }) {
  const read = safes.flatMap((safe) => (safe.now === null ? [] : [safe.now.block]))
  const [block] = read
  const silent = safes.flatMap((safe) => (safe.now === null ? [safe] : []))
  return (
    <Section id="safes" title="Safes" meta={block === undefined ? 'not read' : `read at block ${grouped(block)}`}>
      {read.length > 0 && (
        <table className="led safes">
          <thead>
            <tr>
              <th scope="col">Safe</th>
              <th scope="col" className="end">
                Owners
              </th>
              <th scope="col" className="end">
                Nonce
              </th>
              <th scope="col" className="end">
                Holds
              </th>
            </tr>
          </thead>
          <tbody>
            {safes.map((safe) => (
              <SafeRow key={safe.id} safe={safe} />
            ))}
          </tbody>
        </table>
      )}
      {silent.map((safe) => (
        <Unavailable key={safe.id} title={`${displayText(safe.name, 80)}: unavailable.`} reason={safe.problem}>
          What is stored is shown. Nothing can be staged, approved or executed from it meanwhile; rejecting works.
        </Unavailable>
      ))}
    </Section>
  )
}

function SafeRow({ safe }: { safe: SafeNow }) {
  if (safe.now === null) return null
  const { owners, threshold, nonce, holds } = safe.now
  const shown = holds.filter(({ units }) => units === null || units > 0n)
  const digits = fractionDigits(shown.map(({ asset, units }) => ({ units: units ?? 0n, decimals: asset.decimals })))
  return (
    <tr>
      <th scope="row">
        <Link href={`/safes/${safe.id}`} prefetch={false}>
          {displayText(safe.name, 80)}
        </Link>
        {safe.isEnforced ? (
          <span className="sub">enforced on chain</span>
        ) : (
          <span className="sub warnc">
            <Icon name="v-medium" />
            advisory only
          </span>
        )}
      </th>
      <td className="end">
        {threshold} of {owners}
      </td>
      <td className="end">{String(nonce)}</td>
      <td className="end">
        {shown.length === 0 && 'nothing'}
        {shown.map(({ asset, units }) =>
          units === null ? (
            <span key={asset.address}>{asset.symbol} not read</span>
          ) : (
            <Amount
              key={asset.address}
              units={units}
              decimals={asset.decimals}
              unit={displayText(asset.symbol, 12)}
              layout="column"
              columnDigits={digits}
            />
          ),
        )}
      </td>
    </tr>
  )
}
