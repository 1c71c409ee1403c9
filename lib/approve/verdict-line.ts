import type { Hash } from 'viem'
import type { ApprovalSubject } from '@/lib/approve/types'
import type { Verdict } from '@/lib/assess/types'

/** What the offline verifier says of one transaction, in one line that a signer carries over by hand. */
export type VerdictLine = { readonly verdict: Verdict; readonly safeTxHash: Hash; readonly ruleSet: string }

const LINE = /^(OK|REVIEW|WARN|BLOCK) (0x[0-9a-f]{64}) (countersign-rules\/\d{1,9})$/
/** How it is written, for whoever pasted something else. */
export const VERDICT_LINE_FORM = 'OK 0x… countersign-rules/N'
/** Longer text is no verdict line. */
export const MAX_VERDICT_LINE_LENGTH = 200

/** "OK 0x… countersign-rules/3": verdict, the hash it is about, and the rules that judged. */
export function writeVerdictLine({ verdict, safeTxHash, ruleSet }: VerdictLine): string {
  return `${verdict.toUpperCase()} ${safeTxHash.toLowerCase()} ${ruleSet}`
}

/** Reads a pasted line; spaces around it and the word "Verdict" before it do no harm. @returns null when it is none */
export function readVerdictLine(text: string): VerdictLine | null {
  const line = text
    .replace(/^\s*verdict(?=\s)/i, '')
    .replace(/\s+/g, ' ')
    .trim()
  const [, verdict, safeTxHash, ruleSet] = LINE.exec(line) ?? []
  if (verdict === undefined || safeTxHash === undefined || ruleSet === undefined) return null
  return { verdict: verdict.toLowerCase() as Verdict, safeTxHash: safeTxHash as Hash, ruleSet }
}

/**
 * Why a pasted line does not vouch for this transaction, null when it does. The verifier must have read the very bytes
 * that are approved, by the same rules, and must not say block.
 * @param expected what the same code says of the transaction here
 */
export function verdictLineFault(text: string, expected: VerdictLine): string | null {
  const line = readVerdictLine(text)
  if (line === null)
    return `That is no verdict line. The verifier prints it beside "Verdict", written ${VERDICT_LINE_FORM}.`
  if (line.safeTxHash !== expected.safeTxHash.toLowerCase())
    return `Your verifier read another transaction: its safeTxHash is ${line.safeTxHash}, this one's is ${expected.safeTxHash}. If you gave it the JSON of this page, sign nothing and tell compliance.`
  if (line.verdict === 'block') return 'Your verifier says BLOCK. Sign nothing of this; reject it or tell compliance.'
  if (line.ruleSet !== expected.ruleSet)
    return `Your verifier judges by ${line.ruleSet} and this desk by ${expected.ruleSet}. Use the verifier of this version.`
  if (line.verdict !== expected.verdict)
    return `Your verifier says ${line.verdict.toUpperCase()} and the desk ${expected.verdict.toUpperCase()} of the same bytes. Give it the whole JSON of this page; if it still differs, sign nothing and tell compliance.`
  return null
}

/**
 * Whether an approval carries the word of an offline verifier about its own transaction. What the verifier says may change
 * with the queue; that it was asked of these bytes, and said no block, may not.
 */
export function isVouchedOffline({
  verdictLine,
  safeTxHash,
}: Pick<ApprovalSubject, 'verdictLine' | 'safeTxHash'>): boolean {
  const line = verdictLine === undefined ? null : readVerdictLine(verdictLine)
  return line !== null && line.safeTxHash === safeTxHash.toLowerCase() && line.verdict !== 'block'
}
