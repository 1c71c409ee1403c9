import { type Grant, grantsOf } from '@/lib/assess/grants'
import { codeAt, isKnownTarget } from '@/lib/assess/known-targets'
import { amountOf, findAsset, isVouchedFor, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = {
  APPROVE_EOA_SPENDER: 'critical',
  APPROVAL_FOR_ALL_EOA: 'critical',
  PERMIT2_GRANT_UNKNOWN: 'critical',
  APPROVE_UNLIMITED: 'high',
  APPROVE_UNKNOWN_SPENDER: 'high',
  APPROVAL_FOR_ALL: 'high',
  APPROVE_EXACT_KNOWN: 'info',
  APPROVE_REVOKE: 'info',
} as const
const say = reporter('approvals', codes)

/** From here on an allowance is no amount that anybody counted out. */
const UNLIMITED = 1n << 255n
/** More whole tokens than any token has: the largest supplies in use are below 10^15. */
const IMPLAUSIBLE_TOKENS = 10n ** 15n
/** What an unregistered token is taken to count in. */
const USUAL_DECIMALS = 18
/** Some tokens and Permit2 keep allowances in fewer bits, and read all ones as without limit. */
const ALL_ONES: readonly bigint[] = [96n, 112n, 128n, 160n, 192n, 224n].map((bits) => (1n << bits) - 1n)

/** Rights to take tokens later: how much, and by whom. They outlive the transaction that gave them. */
export const approvals: Rule = {
  id: 'approvals',
  title: 'Allowances and operators',
  codes,
  needs: { APPROVE_EOA_SPENDER: ['code'], APPROVAL_FOR_ALL_EOA: ['code'] },
  judge: (facts) => {
    const findings = grantsOf(facts).flatMap((grant) => (grant.kind === 'limit' ? [] : judgeGrant(grant, facts)))
    return findings.length > 0 ? findings : [say.pass('APPROVE_UNLIMITED', 'Nobody gets a right to take tokens later.')]
  },
}

function judgeGrant(grant: Grant, facts: Facts): readonly Finding[] {
  const { path, kind, token, spender, units, node } = grant
  const name = who(facts, spender)
  const evidence = [
    { label: 'Spender', value: spender },
    { label: 'Asset', value: who(facts, token) },
  ]
  const fail = (code: keyof typeof codes, sentence: string) => say.fail(code, { path, evidence, sentence })
  if (units === 0n) return [fail('APPROVE_REVOKE', `Takes back what ${name} was allowed to take.`)]

  const isKnown = node.elsewhere === '' ? isKnownTarget(facts, spender) : isVouchedFor(facts, spender)
  const what = units === null ? 'everything' : amountOf(facts, token, units)
  const findings: Finding[] = []
  const isEndless = units === null || isUnlimited(units, findAsset(facts, token)?.decimals ?? USUAL_DECIMALS)
  if (kind === 'operator')
    findings.push(fail('APPROVAL_FOR_ALL', `${name} can then take everything of this collection, now and later.`))
  else if (isEndless)
    findings.push(
      fail('APPROVE_UNLIMITED', `${name} can then take any amount, now and later. Allow the exact amount instead.`),
    )
  if (!isKnown && kind === 'permit2')
    findings.push(
      fail('PERMIT2_GRANT_UNKNOWN', `By way of Permit2 ${spender}, which nobody here knows, can then take ${what}.`),
    )
  else if (!isKnown)
    findings.push(fail('APPROVE_UNKNOWN_SPENDER', `${spender}, which nobody here knows, can then take ${what}.`))
  findings.push(...personFindings(grant, isKnown, facts, evidence))
  return findings.length > 0 ? findings : [fail('APPROVE_EXACT_KNOWN', `${name} can then take ${what}, and no more.`)]
}

/** Contracts need allowances to work; a person who is to be paid is paid. */
function personFindings(
  { path, kind, spender }: Grant,
  isKnown: boolean,
  facts: Facts,
  evidence: Finding['evidence'],
): readonly Finding[] {
  const code = kind === 'operator' ? 'APPROVAL_FOR_ALL_EOA' : 'APPROVE_EOA_SPENDER'
  const hasCode = codeAt(facts, spender)?.hasCode ?? null
  if (hasCode === false) {
    const sentence = `${who(facts, spender)} is no contract: whoever has its key takes the tokens whenever they like.`
    return [say.fail(code, { path, evidence, sentence })]
  }
  // In the desk the code of a spender is always due; a file need not hold it.
  if (hasCode === true || isKnown || facts.given !== undefined) return []
  return [say.unknown(code, { path, evidence, sentence: `Nothing says whether ${spender} is a contract.` })]
}

function isUnlimited(units: bigint, decimals: number): boolean {
  return (
    units >= UNLIMITED || ALL_ONES.includes(units) || units > IMPLAUSIBLE_TOKENS * 10n ** BigInt(Math.min(decimals, 60))
  )
}
