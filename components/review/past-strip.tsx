'use client'
import { amountOf } from '@/lib/assess/names'
import type { PastFacts } from '@/lib/assess/past'
import { pastSeriesOf } from '@/lib/assess/past-series'
import type { Assessment } from '@/lib/assess/review'
import { newcomersOf } from '@/lib/assess/rules/newcomers'
import type { Facts, Finding } from '@/lib/assess/types'
import { AmountStrip } from '../ui/amount-strip'
import { Gauge } from '../ui/gauge'

/** What a picture of the past is drawn from: the facts that this browser judges again. */
export type PastSource = Pick<Facts, 'assets' | 'ownSafes'> & { assessment: Assessment }

const TITLES: Readonly<Record<string, string>> = {
  AMOUNT_UNUSUAL: 'What it is compared with',
  AMOUNT_EXTREME: 'Payments of this asset before',
  PROBE_THEN_LARGE: 'What it got of this asset before',
  BATCH_LEG_CHANGED: 'What each got of this asset in the last batch like this',
  BATCH_AMOUNT_CHANGED: 'What each got of this asset in the last batch like this',
  VELOCITY_UNUSUAL: 'What left this Safe on each day before',
}

/** The past that a finding came from, as a picture; nothing where it came from none. */
export default function PastStrip({ finding, source }: { finding: Finding; source: PastSource }) {
  const { assessment, assets, ownSafes } = source
  const { call, staged, past = null } = assessment
  if (finding.code === 'NEW_COUNTERPARTY_BURST')
    return past && <Newcomers {...newcomersOf({ call, staged, ownSafes }, past)} />
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

function Newcomers({ known, here, others }: PastFacts['newcomers']) {
  const share = (count: number) => (known === 0 ? 1 : count / known)
  const beside = others.length === 0 ? '' : ` and ${others.length} beside it`
  return (
    <Gauge
      name="New recipients, to the number known before"
      words={`${here.length} here${beside}, to ${known}`}
      executed={share(here.length)}
      reserved={share(others.length)}
    />
  )
}
