import type { VerdictLine } from '@/lib/approve/verdict-line'
import { RULE_SET } from '@/lib/assess/rules/index'
import { type DeskTransaction, verifierJson } from '@/lib/verify/desk-case'
import { readCases } from '@/lib/verify/read-file'
import { type Report, verifyCase } from '@/lib/verify/verify-case'

/** The line under a report that a signer carries over; null where the operation fits no SafeTx, which has no hash. */
export function verdictLineOf({ verdict, hashes }: Pick<Report, 'verdict' | 'hashes'>): VerdictLine | null {
  return hashes.safeTx === null ? null : { verdict, safeTxHash: hashes.safeTx, ruleSet: RULE_SET }
}

/**
 * What the offline verifier must say of a transaction of the desk, given the JSON that its review page hands out.
 * @throws Error when that JSON is not read as one transaction with a hash
 */
export async function expectedVerdict(about: DeskTransaction): Promise<VerdictLine> {
  const [given] = readCases(verifierJson(about))
  const line = given === undefined ? null : verdictLineOf(await verifyCase(given))
  if (line === null) throw new Error(`${about.id} has no verdict line`)
  return line
}
