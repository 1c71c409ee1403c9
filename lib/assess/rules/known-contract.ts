import { allCalls, isSelfCall } from '@/lib/assess/calls'
import { isKnownTarget, isWithoutCode } from '@/lib/assess/known-targets'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { findDeployment } from '@/lib/stage/deployments'

const codes = { CONTRACT_INTERACTION_KNOWN: 'info' } as const
const say = reporter('known-contract', codes)

/** Payments and approvals have findings of their own. */
const OTHER_RULES =
  /^(transfer|transferFrom|safeTransferFrom|approve|increaseAllowance|decreaseAllowance|permit|setApprovalForAll)\(/

/** A plain call of the Safe to a contract that somebody answers for. Says what it is, and vouches for nothing else. */
export const knownContract: Rule = {
  id: 'known-contract',
  title: 'Known contracts',
  codes,
  judge: (facts) => {
    const { address } = facts.staged.safe
    return allCalls(facts).flatMap(({ node, actor, isCertain }) => {
      const { path, target, data, operation, elsewhere } = node
      if (operation !== 0 || data === '0x' || elsewhere !== '' || !isCertain || !isSameAddress(actor, address))
        return []
      if (isSelfCall(node, address) || OTHER_RULES.test(node.signature)) return []
      // The Safe's own libraries are made to run in its place; calling one is another rule's matter.
      if (findDeployment(facts.staged.safe.chainId, target)) return []
      if (!isKnownTarget(facts, target) || isWithoutCode(facts, target)) return []
      const name = node.targetName === '' ? who(facts, target) : `${node.targetName} (${target})`
      return [say.fail('CONTRACT_INTERACTION_KNOWN', { path, sentence: `Calls ${name}.` })]
    })
  },
}
