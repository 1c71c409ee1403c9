import { allCalls } from '@/lib/assess/calls'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { CodeThen, Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { TARGET_CODE_CHANGED: 'critical' } as const
const say = reporter('code-changed', codes)

const PINS = ['implementation', 'codeHash'] as const
const MOST_SHOWN = 20

/** Contracts that run other code now than when people looked at the proposal. */
export const codeChanged: Rule = {
  id: 'code-changed',
  title: 'Code since the proposal',
  codes,
  needs: { TARGET_CODE_CHANGED: ['codeThen'] },
  judge: (facts) => {
    const pins = facts.codeThen ?? []
    const changed = pins.flatMap((pinned) => judgePin(pinned, facts))
    const unknown = pins.filter((pinned) => changedKeys(pinned).length === 0 && !isKnown(pinned))
    return [...changed, ...(unknown.length > 0 ? [notKnown(unknown, facts)] : [])]
  },
}

function judgePin(pinned: CodeThen, facts: Facts): readonly Finding[] {
  const { address, then, now } = pinned
  const changed = changedKeys(pinned)
  if (changed.length === 0) return []
  const path = allCalls(facts).find(({ node }) => isSameAddress(node.target, address))?.node.path ?? ''
  return [
    say.fail('TARGET_CODE_CHANGED', {
      path,
      sentence: `${who(facts, address)} runs other code now than when this was proposed.`,
      evidence: changed.flatMap((key) => [
        { label: `${key} then`, value: then[key] ?? '' },
        { label: `${key} now`, value: now[key] ?? '' },
      ]),
    }),
  ]
}

const changedKeys = ({ then, now }: CodeThen) =>
  PINS.filter((key) => {
    const [before, after] = [then[key], now[key]]
    return before !== null && after !== null && before.toLowerCase() !== after.toLowerCase()
  })

// Half a pin compares with nothing, and neither does none.
function isKnown({ then, now }: CodeThen): boolean {
  const isHalf = PINS.some((key) => (then[key] === null) !== (now[key] === null))
  return !isHalf && PINS.some((key) => then[key] !== null)
}

// One outage leaves all of them open: one answer, not one each.
function notKnown(pins: readonly CodeThen[], facts: Facts): Finding {
  const [first] = pins
  const what = pins.length === 1 && first ? who(facts, first.address) : `${pins.length} contracts`
  return say.unknown('TARGET_CODE_CHANGED', {
    sentence: `Whether ${what} still ${pins.length === 1 ? 'runs' : 'run'} the code of when this was proposed is not known.`,
    evidence: pins.slice(0, MOST_SHOWN).map(({ address }) => ({ label: 'Not compared', value: who(facts, address) })),
  })
}
