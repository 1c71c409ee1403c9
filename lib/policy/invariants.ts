import { isSameAddress } from '@/lib/core/address'
import type { PolicyFacts } from '@/lib/policy/facts'

const CONFIGURATION_CODE = /^(OWNER_(ADD|REMOVE|SWAP|TAKEOVER)|THRESHOLD_|MODULE_|GUARD_|FALLBACK_HANDLER_|SINGLETON_)/

/**
 * What no rule, quorum or person waives (SPEC §4 policy 1). Hash agreement, delegatecalls, signatures and listed
 * recipients arrive as critical findings, which block when present and when they cannot be told. That the initiator is
 * no approver is kept where people are made eligible. A freeze is looked at under the lock of whatever moves money: it is
 * no part of what is approved, so that lifting it leaves every approval as it was.
 * @returns one sentence for each invariant broken
 */
export function brokenInvariants(facts: PolicyFacts): readonly string[] {
  return [...criticalSentences(facts), ...classSentences(facts)]
}

function criticalSentences({ findings, verdict }: PolicyFacts): readonly string[] {
  const critical = findings.filter(({ severity, outcome }) => severity === 'critical' && outcome !== 'pass')
  if (critical.length === 0) return verdict === 'block' ? ['The review blocks it.'] : []
  return [
    ...new Set(
      critical.map(({ code, outcome, sentence }) =>
        outcome === 'fail' ? sentence : `${code} could not be told: ${sentence}`,
      ),
    ),
  ]
}

function classSentences({ class: kind, findings, staged, intent }: PolicyFacts): readonly string[] {
  if (kind === 'cancel')
    return isCancel(staged) ? [] : ['A cancel is an empty call of the Safe to itself; this is not.']
  if (kind === 'configuration') return intent?.change ? [] : ['It says no change of the Safe.']
  if (kind === 'contract-call' && intent !== null && intent.call === undefined) return ['It says no call.']
  const change = findings.find(({ code, outcome }) => outcome === 'fail' && CONFIGURATION_CODE.test(code))
  return change === undefined
    ? []
    : [`It changes the Safe's configuration (${change.code}) but is staged as a ${kind}.`]
}

function isCancel({ safe, tx }: PolicyFacts['staged']): boolean {
  const isEmptySelfCall =
    isSameAddress(tx.to, safe.address) && tx.value === 0n && tx.data === '0x' && tx.operation === 0
  return isEmptySelfCall && tx.safeTxGas === 0n && tx.baseGas === 0n && tx.gasPrice === 0n
}
