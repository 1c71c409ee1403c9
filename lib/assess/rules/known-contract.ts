import { allCalls, isSelfCall, type PlacedCall } from '@/lib/assess/calls'
import { isKnownTarget, isWithoutCode } from '@/lib/assess/known-targets'
import { who } from '@/lib/assess/names'
import { readingsOf } from '@/lib/assess/readings'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { findDeployment } from '@/lib/stage/deployments'

const codes = { CONTRACT_INTERACTION_KNOWN: 'info' } as const
const say = reporter('known-contract', codes)

/** Functions that other rules speak about: they move tokens or let somebody else move them. */
const TOKEN_FUNCTIONS =
  /^(transfer|transferFrom|safeTransferFrom|approve|increaseAllowance|decreaseAllowance|setApprovalForAll|permit)\(/

/** Plain calls of contracts that the organisation or the desk knows. */
export const knownContract: Rule = {
  id: 'known-contract',
  title: 'Calls of known contracts',
  codes,
  judge: (facts) => allCalls(facts).flatMap((call) => judgeCall(call, facts)),
}

function judgeCall({ node, actor }: PlacedCall, facts: Facts): readonly Finding[] {
  const { safe } = facts.staged
  const isPlainCall = node.operation === 0 && node.data !== '0x' && isSameAddress(actor, safe.address)
  if (!isPlainCall || isSelfCall(node, safe.address)) return []
  // The Safe's own libraries are made to run in its place; calling one is another rule's matter.
  if (findDeployment(safe.chainId, node.target) || isWithoutCode(facts, node.target)) return []
  if (!isKnownTarget(facts, node) || readingsOf(node).some(({ signature }) => TOKEN_FUNCTIONS.test(signature)))
    return []
  const sentence = `Calls ${who(facts, node.target)}, a contract you know.`
  return [say.fail('CONTRACT_INTERACTION_KNOWN', { path: node.path, sentence })]
}
