import { allCalls, isSelfCall } from '@/lib/assess/calls'
import { isVerifiedTarget } from '@/lib/assess/known-contract'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import { type CallNode, isRead } from '@/lib/decode/types'

const codes = { SELECTOR_COLLISION_SELF: 'critical', SELECTOR_AMBIGUOUS: 'high' } as const
const say = reporter('selector-names', codes)

/**
 * Four bytes name a function, and anybody can find a harmless name for the four bytes of a dangerous one. Where
 * databases list a name that is not the Safe's, some wallet shows it to a signer.
 */
export const selectorNames: Rule = {
  id: 'selector-names',
  title: 'Names by selector',
  codes,
  needs: 'selectorCandidates',
  judge: (facts) => {
    const lists = new Map(
      Object.entries(facts.selectorCandidates ?? {}).map(([selector, names]) => [selector.toLowerCase(), names]),
    )
    return allCalls(facts).flatMap(({ node }) => {
      const names = lists.get(node.data.slice(0, 10).toLowerCase()) ?? []
      return names.length === 0 ? [] : judgeCall(node, [...new Set(names.map(plainSignature))], facts)
    })
  },
}

function judgeCall(node: CallNode, names: readonly string[], facts: Facts): readonly Finding[] {
  const { path, target } = node
  const selector = node.data.slice(0, 10)
  if (isSelfCall(node, facts.staged.safe.address)) {
    const others = names.filter((name) => name !== node.signature)
    if (node.signature === '' || others.length === 0) return []
    const sentence = `${selector} is ${node.signature} of this Safe. Elsewhere it goes by another name, which some wallets show.`
    return [say.fail('SELECTOR_COLLISION_SELF', { path, sentence, evidence: evidenceOf(others) })]
  }
  if (isRead(node) || names.length < 2 || isVerifiedTarget(facts, target)) return []
  const sentence = `${names.length} functions are known by ${selector}, and nothing says which of them ${target} has.`
  return [say.fail('SELECTOR_AMBIGUOUS', { path, sentence, evidence: evidenceOf(names) })]
}

/** Databases write `f(address to, uint256)` and `f(address,uint256)` for the same function. */
function plainSignature(text: string): string {
  const types = text.replace(/^function\s+/, '').replace(/([\w\])])\s+[\w$ ]+(?=[,)])/g, '$1')
  return types.replace(/\s+/g, '')
}

const evidenceOf = (names: readonly string[]) =>
  names.slice(0, 20).map((name) => ({ label: 'Listed as', value: displayText(name, 200) }))
