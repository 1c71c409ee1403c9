import { amount } from '@/lib/assess/rules/amount'
import { approvals } from '@/lib/assess/rules/approvals'
import { approveHash } from '@/lib/assess/rules/approve-hash'
import { authorities } from '@/lib/assess/rules/authorities'
import { bait } from '@/lib/assess/rules/bait'
import { batchLeg } from '@/lib/assess/rules/batch-leg'
import { burn } from '@/lib/assess/rules/burn'
import { chain } from '@/lib/assess/rules/chain'
import { codeChanged } from '@/lib/assess/rules/code-changed'
import { codeEffects } from '@/lib/assess/rules/code-effects'
import { contractCreation } from '@/lib/assess/rules/contract-creation'
import { control } from '@/lib/assess/rules/control'
import { delegatecall } from '@/lib/assess/rules/delegatecall'
import { delegated } from '@/lib/assess/rules/delegated'
import { duplicate } from '@/lib/assess/rules/duplicate'
import { emptied } from '@/lib/assess/rules/emptied'
import { ens } from '@/lib/assess/rules/ens'
import { firstPayment } from '@/lib/assess/rules/first-payment'
import { flagged } from '@/lib/assess/rules/flagged'
import { gasCap } from '@/lib/assess/rules/gas-cap'
import { hash } from '@/lib/assess/rules/hash'
import { intent } from '@/lib/assess/rules/intent'
import { inTurn } from '@/lib/assess/rules/in-turn'
import { intentEffects } from '@/lib/assess/rules/intent-effects'
import { issuerBlock } from '@/lib/assess/rules/issuer-block'
import { items } from '@/lib/assess/rules/items'
import { knownContract } from '@/lib/assess/rules/known-contract'
import { labels } from '@/lib/assess/rules/labels'
import { later } from '@/lib/assess/rules/later'
import { logs } from '@/lib/assess/rules/logs'
import { lookAlike } from '@/lib/assess/rules/look-alike'
import { nestedExec } from '@/lib/assess/rules/nested-exec'
import { newcomers } from '@/lib/assess/rules/newcomers'
import { noCode } from '@/lib/assess/rules/no-code'
import { nodes } from '@/lib/assess/rules/nodes'
import { nonPayable } from '@/lib/assess/rules/non-payable'
import { nonce } from '@/lib/assess/rules/nonce'
import { nonceAgain } from '@/lib/assess/rules/nonce-again'
import { ownerPeople } from '@/lib/assess/rules/owner-people'
import { owners } from '@/lib/assess/rules/owners'
import { paidLookAlike } from '@/lib/assess/rules/paid-look-alike'
import { probe } from '@/lib/assess/rules/probe'
import { recipient } from '@/lib/assess/rules/recipient'
import { refund } from '@/lib/assess/rules/refund'
import { retries } from '@/lib/assess/rules/retries'
import { safeStorage } from '@/lib/assess/rules/safe-storage'
import { selectorNames } from '@/lib/assess/rules/selector-names'
import { selfCall } from '@/lib/assess/rules/self-call'
import { signMessage } from '@/lib/assess/rules/sign-message'
import { signatures } from '@/lib/assess/rules/signatures'
import { simulation } from '@/lib/assess/rules/simulation'
import { singleton } from '@/lib/assess/rules/singleton'
import { spendingLimits } from '@/lib/assess/rules/spending-limits'
import { statedKind } from '@/lib/assess/rules/stated-kind'
import { targetUnverified } from '@/lib/assess/rules/target-unverified'
import { undecoded } from '@/lib/assess/rules/undecoded'
import { velocity } from '@/lib/assess/rules/velocity'
import type { Rule } from '@/lib/assess/types'

/** Names the set of rules that judged a review; stored beside the evidence digest and raised with every change. */
export const RULE_SET = 'countersign-rules/12'

/** Every rule, in the order in which findings are listed. */
export const RULES: readonly Rule[] = [
  intent,
  statedKind,
  intentEffects,
  simulation,
  nodes,
  logs,
  codeEffects,
  items,
  delegatecall,
  singleton,
  owners,
  ownerPeople,
  authorities,
  safeStorage,
  selfCall,
  recipient,
  burn,
  flagged,
  issuerBlock,
  delegated,
  lookAlike,
  paidLookAlike,
  bait,
  firstPayment,
  ens,
  labels,
  approvals,
  spendingLimits,
  control,
  contractCreation,
  later,
  nonPayable,
  undecoded,
  selectorNames,
  noCode,
  targetUnverified,
  codeChanged,
  knownContract,
  approveHash,
  nestedExec,
  signMessage,
  refund,
  hash,
  chain,
  signatures,
  nonce,
  inTurn,
  duplicate,
  amount,
  velocity,
  emptied,
  gasCap,
  batchLeg,
  probe,
  newcomers,
  retries,
  nonceAgain,
]
