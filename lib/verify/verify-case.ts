import { notChecked, type NotChecked } from '@/lib/assess/needs'
import { RULES } from '@/lib/assess/rules/index'
import { runRules } from '@/lib/assess/run'
import type { CheckedSignature, Finding, Verdict } from '@/lib/assess/types'
import { verdictOf } from '@/lib/assess/verdict'
import type { CallNode, SelectorNames } from '@/lib/decode/types'
import { type CaseHashes, caseFacts, caseHashes } from '@/lib/verify/case-facts'
import type { TransactionCase } from '@/lib/verify/types'

/** Everything that the offline verifier says about one transaction. */
export type Report = {
  readonly given: TransactionCase
  readonly hashes: CaseHashes
  readonly signatures: readonly CheckedSignature[]
  readonly call: CallNode
  readonly findings: readonly Finding[]
  /** Codes that nobody could judge from what the file holds. */
  readonly notChecked: readonly NotChecked[]
  readonly verdict: Verdict
}

/**
 * Judges one transaction from the file alone: no network, no clock, no settings (SPEC §9).
 * @param names what selectors may be called, for people; no finding comes of it
 */
export async function verifyCase(given: TransactionCase, names: SelectorNames = {}): Promise<Report> {
  const facts = await caseFacts(given, names)
  const findings = runRules(facts)
  const signatures = facts.signatures ?? []
  return {
    given,
    hashes: caseHashes(given),
    signatures,
    call: facts.call,
    findings,
    notChecked: [...notChecked(facts, RULES), ...unprovenSignatures(signatures)],
    verdict: verdictOf(findings),
  }
}

/** Approved hashes and contract signatures are in the chain's hands: some bad one may be among them. */
export function unprovenSignatures(signatures: readonly CheckedSignature[]): readonly NotChecked[] {
  const isBad = signatures.some(({ valid }) => valid === false)
  const isOpen = signatures.some(({ valid }) => valid === null)
  return isOpen && !isBad ? [{ code: 'SIGNATURE_INVALID', needs: ['confirmations'] }] : []
}

/** A path as the corpus counts it: indices from 0 below the SafeTx, '' for the SafeTx itself. */
export function indexPath(path: string): string {
  return path
    .split('.')
    .slice(1)
    .map((at) => String(Number(at) - 1))
    .join('.')
}
