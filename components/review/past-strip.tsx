'use client'
import { amountOf } from '@/lib/assess/names'
import { pastSeriesOf } from '@/lib/assess/past-series'
import type { Assessment } from '@/lib/assess/review'
import type { Facts, Finding } from '@/lib/assess/types'
import { AmountStrip } from '../ui/amount-strip'

/** What a picture of the past is drawn from: the facts that this browser judges again. */
export type PastSource = Pick<Facts, 'assets' | 'ownSafes'> & { assessment: Assessment }

const TITLES: Readonly<Record<string, string>> = {
  AMOUNT_UNUSUAL: 'What it is compared with',
  AMOUNT_EXTREME: 'Payments of this asset before',
  VELOCITY_UNUSUAL: 'What left this Safe on each day before',
}

/** The amounts that a finding came from; nothing where it came from none. */
export default function PastStrip({ finding, source }: { finding: Finding; source: PastSource }) {
  const { assessment, assets, ownSafes } = source
  const { call, staged, past = null } = assessment
  const shown = pastSeriesOf(finding, { call, staged, ownSafes, past })
  if (shown === null) return null
  const { asset, here, median, before } = shown
  const mark = (units: bigint) => ({ units, words: amountOf({ assets }, asset, units) })
  return (
    <AmountStrip
      title={TITLES[finding.code] ?? 'Before'}
      before={before.map(({ name, units }) => ({ name, ...mark(units) }))}
      median={mark(median)}
      here={mark(here)}
    />
  )
}
