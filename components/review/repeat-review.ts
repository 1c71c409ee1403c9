import { callRecord } from '@/lib/approve/evidence-call'
import { intentRecord } from '@/lib/approve/evidence-intent'
import { matchIntent } from '@/lib/approve/intent-match'
import { codeNow } from '@/lib/assess/code-since'
import { RULE_SET } from '@/lib/assess/rules/index'
import { runRules } from '@/lib/assess/run'
import type { Facts, Finding } from '@/lib/assess/types'
import { verdictOf } from '@/lib/assess/verdict'
import { isSameAddress } from '@/lib/core/address'
import { canonicalize } from '@/lib/core/canonical'
import { decode } from '@/lib/decode/decode'
import type { CallNode } from '@/lib/decode/types'
import type { Reviewed } from '@/lib/flows/gather-review'
import { toldTwice } from '@/lib/simulate/told-twice'
import { countClauses, readClauses } from './read-clauses'

type Shown = Pick<Reviewed, 'assessment' | 'contacts' | 'assets' | 'ownSafes' | 'hints'> & { readonly safeName: string }

/**
 * Decodes the ten fields and judges them again in this browser, so that what is displayed is tied to the bytes that are
 * signed (SPEC §4, §5): a server can compute a digest over words that say one thing and calldata that does another.
 * @returns why the page contradicts its own transaction, one sentence each; empty when it tells the truth
 */
export function repeatReview(shown: Shown): readonly string[] {
  const { assessment } = shown
  const { staged, findings, verdict, ruleSet } = assessment
  const call = decode(staged, {
    chainId: staged.safe.chainId,
    safe: staged.safe.address,
    safeVersion: staged.safe.version,
    tokens: shown.assets.flatMap(({ address, symbol }) => (address === 'native' ? [] : [{ address, symbol }])),
    // These three and no others: a server that adds a field must not move the Safe or its tokens.
    names: shown.hints.names,
    abis: shown.hints.abis,
    contracts: shown.hints.contracts,
  })
  const { lists, members, issuers, delegations, codeThen, selectorCandidates } = assessment
  // Only the desk knows its lists: this repeats what follows of them for these bytes.
  const listed = lists && { lists, flagged: lists.hits.map(({ address }) => address) }
  const facts = {
    ...factsOf(shown, call),
    ...listed,
    ...(members && { members }),
    ...(issuers !== undefined && { issuers }),
    ...(delegations !== undefined && { delegations }),
    ...(codeThen && { codeThen: codeThen.map((pin) => ({ ...pin, now: codeNow(pin.address, assessment.effects) })) }),
    ...(selectorCandidates && { selectorCandidates }),
  }
  const judged = runRules(facts)
  return [
    canonicalize(callRecord(call)) !== canonicalize(callRecord(assessment.call)) &&
      'The calldata does something else than the call tree on this page says. Sign nothing and tell compliance.',
    !areAssetsRegistered(shown) &&
      'The request on this page names an asset otherwise than the registry does. Sign nothing and tell compliance.',
    assessment.effects.kind === 'simulated' &&
      toldTwice(assessment.effects.balances).length > 0 &&
      'This page tells a change of a balance more than once. Sign nothing and tell compliance.',
    ruleSet !== RULE_SET
      ? `This review was judged by the rules ${ruleSet}; this browser has ${RULE_SET} and cannot repeat it. Load the page again before signing.`
      : (!isSameJudgement(judged, findings) || verdictOf(judged) !== verdict) &&
        'This browser comes to other findings than this page shows. Sign nothing and tell compliance.',
    saysEqual(shown) &&
      !isIntentMet(facts, judged) &&
      'This page says that the effects equal the request, and they do not. Sign nothing and tell compliance.',
  ].filter((sentence) => sentence !== false)
}

/**
 * The desk's facts and no others. What a server adds to its answer, a list of code to trust or a note of what it does not
 * give, must not reach the rules.
 */
function factsOf({ assessment, contacts, ownSafes, assets }: Shown, call: CallNode): Facts {
  const { class: kind, staged, intent, effects, safe, hashes, queue, history, past = null } = assessment
  const desk = { contacts, ownSafes, assets, queue, history, past }
  return { class: kind, staged, intent, call, effects, safe, hashes, ...desk }
}

// Word for word: a true finding with another sentence under it deceives as well as a missing one.
const isSameJudgement = (judged: readonly Finding[], shown: readonly Finding[]): boolean =>
  canonicalize(judged.map(findingRecord)) === canonicalize(shown.map(findingRecord))

const findingRecord = ({ rule, code, outcome, severity, path, sentence, evidence }: Finding) => ({
  ...{ rule, code, outcome, severity, path, sentence },
  evidence: evidence.map(({ label, value }) => ({ label, value })),
})

const saysEqual = ({ assessment, contacts, safeName }: Shown): boolean => {
  const { different, unanswered } = countClauses(readClauses({ assessment, contacts, safeName }))
  return different === 0 && unanswered === 0
}

// A contract call exists to do more than it announces; its findings say what.
function isIntentMet(facts: Facts, judged: readonly Finding[]): boolean {
  const match = matchIntent(facts)
  if (match === null || match.met !== match.asked) return false
  if (match.others > 0 && facts.class !== 'contract-call') return false
  return judged.every(({ rule, outcome }) => outcome === 'pass' || (rule !== 'intent' && rule !== 'intent-effects'))
}

// Decimals and symbol turn base units into the amount that is read: a leg and the registry must agree on them.
function areAssetsRegistered({ assessment, assets }: Shown): boolean {
  const intent = intentRecord(assessment.intent)
  const gives = intent?.call?.gives.map((given) => ({ ...given, chainId: assessment.staged.safe.chainId })) ?? []
  return [...(intent?.legs ?? []), ...gives].every(({ chainId, asset, symbol, decimals }) =>
    assets.some(
      (one) =>
        one.chainId === chainId &&
        isSameAddress(one.address, asset) &&
        one.symbol === symbol &&
        one.decimals === decimals,
    ),
  )
}
