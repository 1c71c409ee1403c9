'use client'
import { displayText } from '@/lib/core/display-text'
import { formatMoney, formatUnits } from '@/lib/core/money'
import { isSameAddress } from '@/lib/core/address'
import { Button } from '../ui/button'
import { SelectField } from '../ui/select-field'
import { TextField } from '../ui/text-field'
import type { DraftLeg } from './draft'
import { RecipientFields } from './recipient-fields'
import { useStaging } from './stage-context'

type LegFieldsProps = { at: number; errorAt: (field: string) => string | undefined }

/** One payment: asset, exact amount with max, recipient. */
export function LegFields({ at, errorAt }: LegFieldsProps) {
  const { draft, change, safe } = useStaging()
  const leg = draft.legs[at]
  if (!leg) return null
  const put = (next: Partial<DraftLeg>) =>
    change({ ...draft, legs: draft.legs.map((one, place) => (place === at ? { ...one, ...next } : one)) })
  const field = (name: string) => `legs.${at}.${name}`
  const holding = safe?.now?.holds.find(({ asset }) => isSameAddress(asset.address, leg.asset))
  const held = holding && holding.units !== null ? { asset: holding.asset, units: holding.units } : null
  return (
    <div className="entry" role="group" aria-label={`Leg ${at + 1}`}>
      <p className="entry-name">
        <b>Leg {at + 1}</b>
        {draft.legs.length > 1 && (
          <button
            className="copy"
            type="button"
            onClick={() => change({ ...draft, legs: draft.legs.filter((_, place) => place !== at) })}
          >
            Remove<span className="sr"> leg {at + 1}</span>
          </button>
        )}
      </p>
      <div>
        <div className="fields asset-amount">
          <SelectField
            id={field('asset')}
            label="Asset"
            value={leg.asset}
            onChange={(event) => put({ asset: event.target.value })}
            error={errorAt(field('asset'))}
          >
            {safe?.assets.map(({ address, symbol }) => (
              <option key={address} value={address}>
                {displayText(symbol, 24)}
              </option>
            ))}
          </SelectField>
          <TextField
            id={field('amount')}
            label="Amount"
            face="amount"
            inputMode="decimal"
            value={leg.amount}
            onChange={(event) => put({ amount: event.target.value })}
            hint={
              held === null
                ? undefined
                : `${displayText(safe?.name ?? '', 80)} holds ${formatMoney(held.units, held.asset)}`
            }
            error={errorAt(field('amount'))}
          />
          {held !== null && (
            <Button onClick={() => put({ amount: plainUnits(held.units, held.asset.decimals) })}>
              Max<span className="sr"> of leg {at + 1}</span>
            </Button>
          )}
        </div>
        <RecipientFields
          id={field('recipient')}
          value={leg.recipient}
          onChange={(recipient) => put({ recipient })}
          error={errorAt(field('recipient'))}
        />
      </div>
    </div>
  )
}

const plainUnits = (units: bigint, decimals: number): string => {
  const { whole, fraction } = formatUnits(units, decimals)
  return `${whole}${fraction}`
}
