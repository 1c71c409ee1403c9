import { authorities } from '@/lib/assess/rules/authorities'
import { delegatecall } from '@/lib/assess/rules/delegatecall'
import { duplicate } from '@/lib/assess/rules/duplicate'
import { hash } from '@/lib/assess/rules/hash'
import { intent } from '@/lib/assess/rules/intent'
import { intentEffects } from '@/lib/assess/rules/intent-effects'
import { knownContract } from '@/lib/assess/rules/known-contract'
import { lookAlike } from '@/lib/assess/rules/look-alike'
import { nestedExec } from '@/lib/assess/rules/nested-exec'
import { nonce } from '@/lib/assess/rules/nonce'
import { owners } from '@/lib/assess/rules/owners'
import { recipient } from '@/lib/assess/rules/recipient'
import { refund } from '@/lib/assess/rules/refund'
import { safeStorage } from '@/lib/assess/rules/safe-storage'
import { selfCall } from '@/lib/assess/rules/self-call'
import { selectorNames } from '@/lib/assess/rules/selector-names'
import { simulation } from '@/lib/assess/rules/simulation'
import { singleton } from '@/lib/assess/rules/singleton'
import { targetCode } from '@/lib/assess/rules/target-code'
import { undecoded } from '@/lib/assess/rules/undecoded'
import type { Rule } from '@/lib/assess/types'

/** Names the set of rules that judged a review; stored beside the evidence digest and raised with every change. */
export const RULE_SET = 'countersign-rules/3'

/** Every rule, in the order in which findings are listed. */
export const RULES: readonly Rule[] = [
  intent,
  intentEffects,
  simulation,
  delegatecall,
  singleton,
  owners,
  authorities,
  safeStorage,
  selfCall,
  recipient,
  lookAlike,
  undecoded,
  selectorNames,
  targetCode,
  knownContract,
  nestedExec,
  refund,
  hash,
  nonce,
  duplicate,
]
