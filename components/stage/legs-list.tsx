'use client'
import { useState } from 'react'
import { isSameAddress } from '@/lib/core/address'
import { parseUnits } from '@/lib/core/money'
import type { FieldProblem } from '@/lib/core/errors'
import type { Asset, Leg } from '@/lib/stage/types'
import { Icon } from '../ui/icon'
import type { DraftLeg } from './draft'
import { LegFields } from './leg-fields'
import { useStaging } from './stage-context'
import { countOf, sumWords } from './sum-words'

/** More legs than a person reads at once stand in counted groups, and only an open group has fields. */
const GROUP = 25

/** All legs with their fields. */
export function LegsList({ errorAt }: { errorAt: (field: string) => string | undefined }) {
  const { draft } = useStaging()
  if (draft.legs.length <= GROUP) return draft.legs.map((_, at) => <LegFields key={at} at={at} errorAt={errorAt} />)
  const starts = Array.from({ length: Math.ceil(draft.legs.length / GROUP) }, (_, at) => at * GROUP)
  return starts.map((start) => <LegGroup key={start} start={start} errorAt={errorAt} />)
}

type LegGroupProps = { start: number; errorAt: (field: string) => string | undefined }

function LegGroup({ start, errorAt }: LegGroupProps) {
  const { draft, safe, problems } = useStaging()
  const legs = draft.legs.slice(start, start + GROUP)
  const faults = problems.filter((problem) => isWithin(problem, start, legs.length)).length
  const isUnfilled = legs.some(({ recipient, amount }) => recipient === '' || amount === '')
  const [opened, setOpened] = useState<boolean | null>(null)
  const [seenFaults, setSeenFaults] = useState(0)
  // A sentence that arrives must be seen, also by whoever closed the group before.
  if (faults !== seenFaults) {
    setSeenFaults(faults)
    if (faults > 0) setOpened(true)
  }
  const isOpen = opened ?? isUnfilled
  return (
    <details className="more legs" open={isOpen} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        {faults > 0 && <Icon name="v-critical" />}
        <span>
          <b>
            Legs {start + 1} to {start + legs.length}
          </b>{' '}
          {groupWords(legs, safe?.assets ?? [])}
          {faults > 0 && `, ${countOf(faults, 'problem')}`}
        </span>
      </summary>
      {isOpen && legs.map((_, at) => <LegFields key={start + at} at={start + at} errorAt={errorAt} />)}
    </details>
  )
}

const isWithin = ({ field }: FieldProblem, start: number, count: number): boolean => {
  const [, at] = /^legs\.(\d+)\./.exec(field) ?? []
  return at !== undefined && Number(at) >= start && Number(at) < start + count
}

/** What the group pays as far as it is filled in. */
function groupWords(legs: readonly DraftLeg[], assets: readonly Asset[]): string {
  const readable = legs.flatMap(({ asset: address, amount }): Pick<Leg, 'asset' | 'units'>[] => {
    const asset = assets.find((one) => isSameAddress(one.address, address))
    const parsed = asset ? parseUnits(amount, asset.decimals) : null
    return asset && parsed?.ok ? [{ asset, units: parsed.units }] : []
  })
  const unread = legs.length - readable.length
  const rest = unread === 0 ? '' : `${readable.length > 0 ? ', ' : ''}${unread} without a readable amount`
  return `${sumWords(readable)}${rest}`
}
