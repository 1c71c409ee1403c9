import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import type { PolicyFacts } from '@/lib/policy/facts'
import { type Outgoing, outgoingOf, recipientsOf } from '@/lib/policy/outgoing'
import { rollingOutflow } from '@/lib/policy/rolling'
import { spanWords } from '@/lib/policy/span-words'
import type { Condition } from '@/lib/policy/types'

/** `missing`: an input for a dimension of the condition is not there; never read as holding or failing (SPEC §4). */
export type ConditionAnswer = { readonly answer: 'holds' | 'fails' | 'missing'; readonly why: string }

/**
 * Judges a condition. All its dimensions must hold; one that fails decides even where another input is missing.
 * Amounts are summed per asset over all legs, and an asset that `maxUnits` does not name has no allowance in it.
 */
export function judgeCondition(condition: Condition, facts: Inputs): ConditionAnswer {
  // A change of the owners moves nothing, and pays nobody.
  if (facts.class === 'configuration' && facts.intent?.change) return HOLDS
  const answers = [
    judgeAssets(condition, facts),
    judgeUnits(condition, facts),
    judgeRecipients(condition, facts),
    judgeRolling(condition, facts),
  ]
  return (
    answers.find(({ answer }) => answer === 'fails') ??
    answers.find(({ answer }) => answer === 'missing') ?? { answer: 'holds', why: 'all conditions hold' }
  )
}

type Inputs = Pick<PolicyFacts, 'class' | 'intent' | 'contacts' | 'outflows' | 'call' | 'findings'>

function judgeAssets({ assets }: Condition, { intent }: Inputs): ConditionAnswer {
  if (assets === undefined) return HOLDS
  const legs = outgoingOf(intent)
  if (legs === null) return NO_LEGS
  const other = legs.find(({ asset }) => !assets.some((address) => isSameAddress(address, asset.address)))
  return other === undefined ? HOLDS : { answer: 'fails', why: `${other.asset.symbol} is not in its list of assets` }
}

function judgeUnits({ maxUnits }: Condition, { intent }: Inputs): ConditionAnswer {
  if (maxUnits === undefined) return HOLDS
  const legs = outgoingOf(intent)
  if (legs === null) return NO_LEGS
  for (const { asset } of legs) {
    const limit = Object.entries(maxUnits).find(([address]) => isSameAddress(address, asset.address))?.[1]
    if (limit === undefined) return { answer: 'fails', why: `it names no limit for ${asset.symbol}` }
    const sum = sumOf(legs, asset.address)
    if (sum > BigInt(limit))
      return { answer: 'fails', why: `${sum} base units of ${asset.symbol} are more than its ${limit}` }
  }
  return HOLDS
}

function judgeRecipients(
  { activeRecipientsOnly }: Condition,
  { intent, contacts, call, findings }: Inputs,
): ConditionAnswer {
  if (activeRecipientsOnly !== true) return HOLDS
  const recipients = recipientsOf(intent)
  if (recipients === null) return NO_LEGS
  // Of whom nothing can tell who it is nobody vouched for.
  if (findings.some(({ code, outcome }) => code === 'RECIPIENT_UNREADABLE' && outcome !== 'pass'))
    return { answer: 'fails', why: 'nothing here can tell whom the call names as who gains by it' }
  if (contacts === null) return { answer: 'missing', why: 'the address book could not be read' }
  // Two people vouch for a registered asset or contract as they do for a contact, and the desk for what it pins itself.
  const isVouchedFor = (address: Address) =>
    call !== undefined && VOUCHED.includes(call.provenance) && isSameAddress(call.target, address)
  const isCalled = (address: Address) => intent?.call !== undefined && isSameAddress(intent.call.to, address)
  const stranger = recipients.find(
    (recipient) =>
      !(isCalled(recipient) && isVouchedFor(recipient)) &&
      !contacts.some(({ address, isActive }) => isActive && isSameAddress(address, recipient)),
  )
  return stranger === undefined ? HOLDS : { answer: 'fails', why: `${stranger} is not active in the address book` }
}

function judgeRolling({ rolling }: Condition, { intent, outflows }: Inputs): ConditionAnswer {
  if (rolling === undefined) return HOLDS
  const legs = outgoingOf(intent)
  if (legs === null) return NO_LEGS
  if (outflows === null) return { answer: 'missing', why: 'what left this Safe lately could not be read' }
  for (const [asset, limit] of Object.entries(rolling.maxUnits)) {
    const own = sumOf(legs, asset)
    if (own === 0n) continue
    const total = rollingOutflow(outflows, rolling.seconds, asset) + own
    const symbol = legs.find((leg) => isSameAddress(leg.asset.address, asset))?.asset.symbol ?? asset
    if (total > BigInt(limit))
      return {
        answer: 'fails',
        why: `${total} base units of ${symbol} within ${spanWords(rolling.seconds)} are more than its ${limit}`,
      }
  }
  return HOLDS
}

function sumOf(legs: readonly Outgoing[], asset: string): bigint {
  return legs.reduce((sum, leg) => (isSameAddress(leg.asset.address, asset) ? sum + leg.units : sum), 0n)
}

const VOUCHED: readonly string[] = ['verified', 'standard', 'registered']
const HOLDS: ConditionAnswer = { answer: 'holds', why: '' }
const NO_LEGS: ConditionAnswer = { answer: 'missing', why: 'no intent with amounts and recipients is stated' }
