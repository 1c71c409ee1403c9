import { allCalls } from '@/lib/assess/calls'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { CodeThen, Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { TARGET_CODE_CHANGED: 'critical' } as const
const say = reporter('code-changed', codes)

/** Contracts that run other code now than when people looked at the proposal. */
export const codeChanged: Rule = {
  id: 'code-changed',
  title: 'Code since the proposal',
  codes,
  needs: { TARGET_CODE_CHANGED: ['codeThen'] },
  judge: (facts) => (facts.codeThen ?? []).flatMap((pinned) => judgePin(pinned, facts)),
}

function judgePin({ address, then, now }: CodeThen, facts: Facts): readonly Finding[] {
  const path = allCalls(facts).find(({ node }) => isSameAddress(node.target, address))?.node.path ?? ''
  const changed = (['implementation', 'codeHash'] as const).filter((key) => {
    const [before, after] = [then[key], now[key]]
    return before !== null && after !== null && before.toLowerCase() !== after.toLowerCase()
  })
  if (changed.length === 0) return []
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
