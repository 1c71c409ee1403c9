import { allCalls, isSelfCall, type PlacedCall } from '@/lib/assess/calls'
import { codeAt, isSourceVerified } from '@/lib/assess/known-targets'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import { isRead } from '@/lib/decode/types'

const codes = { SELECTOR_AMBIGUOUS: 'high', SELECTOR_COLLISION_SELF: 'critical' } as const
const say = reporter('selector-names', codes)

/** Names that databases give to a selector. Anyone can put one there, made so that a dangerous function looks harmless. */
export const selectorNames: Rule = {
  id: 'selector-names',
  title: 'Names of functions',
  codes,
  needs: { SELECTOR_COLLISION_SELF: ['selectorCandidates'] },
  judge: (facts) => allCalls(facts).flatMap((call) => judgeCall(call, facts)),
}

function judgeCall({ node }: PlacedCall, facts: Facts): readonly Finding[] {
  if (node.data.length < 10) return []
  const selector = node.data.slice(0, 10).toLowerCase()
  const listed = facts.selectorCandidates?.[selector] ?? []
  const evidence = (names: readonly string[]) =>
    names.slice(0, 20).map((name) => ({ label: 'Listed name', value: displayText(name) }))
  const { path, target } = node
  if (isSelfCall(node, facts.staged.safe.address)) {
    const others = distinct(listed).filter((name) => normalized(name) !== normalized(node.signature))
    // A function that this Safe does not have does nothing, whatever its name.
    if (node.signature === '' || others.length === 0) return []
    const sentence = `A database calls ${selector} something else. In a Safe it is ${node.signature}.`
    return [say.fail('SELECTOR_COLLISION_SELF', { path, evidence: evidence(others), sentence })]
  }
  const names = distinct([...node.candidates, ...listed])
  const isVerified = isSourceVerified(facts, target) || codeAt(facts, target)?.isVerified === true
  if (names.length < 2 || isRead(node) || isVerified) return []
  const sentence = `${names.length} functions share the selector ${selector}, and nobody verified which one ${target} has.`
  return [say.fail('SELECTOR_AMBIGUOUS', { path, evidence: evidence(names), sentence })]
}

/** Databases write `f(address to, uint256)` and `f(address,uint256)` for the same function. */
function normalized(text: string): string {
  const types = text.replace(/^function\s+/, '').replace(/([\w\])])\s+[\w$ ]+(?=[,)])/g, '$1')
  return types.replace(/\s+/g, '')
}

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names.map(normalized))]
