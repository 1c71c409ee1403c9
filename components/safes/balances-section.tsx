import { displayText } from '@/lib/core/display-text'
import type { Holding, SafeNow } from '../dashboard/safe-now'
import { Amount, fractionDigits } from '../ui/amount'
import { Section } from '../ui/section'
import { Unavailable } from '../ui/unavailable'

/** What a Safe holds of every registered asset, one decimal point for all. */
export function BalancesSection({ safe, meta }: { safe: SafeNow; meta: string }) {
  return (
    <Section id="balances" title="Balances" meta={meta}>
      {safe.now === null ? (
        <Unavailable title="Balances: unavailable." reason={safe.problem} />
      ) : (
        <BalanceTable holds={safe.now.holds} />
      )}
    </Section>
  )
}

function BalanceTable({ holds }: { holds: readonly Holding[] }) {
  const digits = fractionDigits(holds.map(({ asset, units }) => ({ units: units ?? 0n, decimals: asset.decimals })))
  return (
    <table className="led balances">
      <caption className="sr">Balances of registered assets</caption>
      <thead className="sr">
        <tr>
          <th scope="col">Asset</th>
          <th scope="col">Holds</th>
        </tr>
      </thead>
      <tbody>
        {holds.map(({ asset, units }) => (
          <tr key={asset.address}>
            <th scope="row">{displayText(asset.symbol, 24)}</th>
            <td className={units === 0n ? 'end zero' : 'end'}>
              {units === null ? (
                'not read'
              ) : (
                <Amount
                  units={units}
                  decimals={asset.decimals}
                  unit={displayText(asset.symbol, 24)}
                  layout="column"
                  columnDigits={digits}
                  isUnitShown={false}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
