import { formatUnits } from '@/lib/core/money'

export type AmountProps = {
  units: bigint
  /** Null for a token that is not registered: then only base units are true. */
  decimals: number | null
  unit: string
  /** `column` lines up the decimal points of a table column; `big` is for a clause. */
  layout?: 'inline' | 'column' | 'big'
  /** In a column: the longest fraction of any row, from `fractionDigits`. */
  columnDigits?: number
  /** Writes a plus before a gain. */
  isSigned?: boolean
  isAlert?: boolean
  /** Adds the exact base units below, in groups of three. */
  hasBaseUnits?: boolean
  /** Name of the base unit: "wei" for ether. */
  baseUnit?: string
  isUnitShown?: boolean
}

/** Integer right, decimals left, unit after: the decimal point is a ruler. Never rounded. */
export function Amount(props: AmountProps) {
  const { units, unit, layout = 'inline', isSigned = false, isUnitShown = true } = props
  const { sign, whole, fraction } = formatUnits(units, props.decimals ?? 0)
  const plus = isSigned && units > 0n ? '+' : ''
  const className = layout === 'column' ? `amt col fr-${Math.min(18, Math.max(2, props.columnDigits ?? 4))}` : 'amt'
  const figure = (
    <span className={className}>
      <span className="i">
        {sign}
        {plus}
        {whole}
      </span>
      <span className="f">{fraction}</span>
      {isUnitShown && <span className="u">{props.decimals === null ? `base units of ${unit}` : unit}</span>}
    </span>
  )
  return (
    <>
      {layout === 'big' ? <span className={props.isAlert ? 'big alert' : 'big'}>{figure}</span> : figure}
      {props.hasBaseUnits && props.decimals !== null && (
        <BaseUnits units={units} decimals={props.decimals} baseUnit={props.baseUnit ?? 'base units'} />
      )}
    </>
  )
}

/** The longest fraction that any of the amounts shows: what a column must reserve. */
export function fractionDigits(amounts: readonly { units: bigint; decimals: number }[]): number {
  return Math.max(2, ...amounts.map(({ units, decimals }) => formatUnits(units, decimals).fraction.length - 1))
}

function BaseUnits({ units, decimals, baseUnit }: { units: bigint; decimals: number; baseUnit: string }) {
  const { sign, whole } = formatUnits(units, 0)
  return (
    <span className="base">
      <code>
        {sign}
        {whole.split(',').map((group, index) => (
          <span className="g" key={index}>
            {group}
          </span>
        ))}
      </code>{' '}
      {baseUnit}, {decimals} decimals
    </span>
  )
}
