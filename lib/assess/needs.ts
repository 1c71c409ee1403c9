import type { Facts, Need, OptionalNeed, Rule } from '@/lib/assess/types'

const OPTIONAL: Readonly<Record<OptionalNeed, (facts: Facts) => boolean>> = {
  // A cancel states by its class what it does. Every withdrawal has an intent; what is only looked at has none.
  claimed: ({ class: kind, intent, stated }) => intent !== null || kind === 'cancel' || stated !== undefined,
  claimedChainId: ({ claims }) => claims?.chainId !== undefined,
  confirmations: ({ signatures }) => signatures !== undefined,
  'code.verified': ({ code }) => code?.some(({ isVerified }) => isVerified !== null) === true,
  selectorCandidates: ({ selectorCandidates }) => selectorCandidates !== undefined,
  flagged: ({ flagged }) => flagged !== undefined,
  ens: ({ ens }) => ens !== undefined,
  knownInitCodeHashes: ({ knownInitCodeHashes }) => knownInitCodeHashes !== undefined,
  issuers: ({ issuers }) => issuers !== undefined,
  delegations: ({ delegations }) => delegations !== undefined,
  members: ({ members }) => members !== undefined,
  codeThen: ({ codeThen }) => codeThen !== undefined,
}

const isOptional = (need: Need): need is OptionalNeed => need in OPTIONAL

/** True when a fact is there, or is due: then its absence is `unknown`, not silence. */
export function isGiven(need: Need, facts: Facts): boolean {
  return isOptional(need) ? OPTIONAL[need](facts) : (facts.given?.includes(need) ?? true)
}

/** The codes of a rule that these facts let it judge. */
export function judgeableCodes({ codes, needs }: Pick<Rule, 'codes' | 'needs'>, facts: Facts): readonly string[] {
  return Object.keys(codes).filter((code) => (needs?.[code] ?? []).every((need) => isGiven(need, facts)))
}

/** A code that nobody judged, and what would have to be given. */
export type NotChecked = { readonly code: string; readonly needs: readonly Need[] }

/** Every code that no rule could judge, in the order of the rules. */
export function notChecked(facts: Facts, rules: readonly Rule[]): readonly NotChecked[] {
  const judged = new Set(rules.flatMap((rule) => judgeableCodes(rule, facts)))
  const missing = new Map<string, readonly Need[]>()
  for (const { codes, needs } of rules)
    for (const code of Object.keys(codes))
      if (!judged.has(code) && !missing.has(code))
        missing.set(
          code,
          (needs?.[code] ?? []).filter((need) => !isGiven(need, facts)),
        )
  return [...missing].map(([code, absent]) => ({ code, needs: absent }))
}
