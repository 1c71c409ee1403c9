import { parseUnits } from 'viem'
import type { TokenAddresses } from '@/lib/desk/tokens'
import type { BaseRule, Condition, Overlay, Policy } from '@/lib/policy/types'

const DAY_SECONDS = 24 * 3600

/** A preset holds every recipient that is not active in the book (SPEC §4). */
const KNOWN_RECIPIENTS: Overlay = {
  name: 'Recipients outside the book',
  unless: { activeRecipientsOnly: true },
  effect: { kind: 'hold', sentence: 'A recipient is not an active contact of the address book.' },
}

type Tokens = Pick<TokenAddresses, 'usdc' | 'usdt'>

/** The demo policies by Safe: delays are seconds here, so that a demonstration does not wait (SPEC §5). */
export function demoPolicies(tokens: Tokens): { safeId: string; policy: Policy }[] {
  return [
    {
      safeId: 'treasury',
      policy: demoPolicy(
        'treasury',
        'Treasury signers',
        ['ruth', 'tomas', 'aiko', 'bram', 'lena'],
        [
          rule('Payments up to 25M USDC and 1,000 ETH', upTo(tokens, '25000000', '1000'), 'treasury-signers', 3, 5),
          { ...rule('Larger payments and other assets', {}, 'treasury-signers', 4, 10), offlineVerdict: true },
          ...beside('treasury-signers', 4, 10),
        ],
      ),
    },
    {
      safeId: 'operations',
      policy: demoPolicy(
        'operations',
        'Operations signers',
        ['ruth', 'tomas', 'aiko'],
        [
          rule('Payments up to 500,000 USDC and 10 ETH', upTo(tokens, '500000', '10'), 'operations-signers', 2, 3),
          rule('Larger payments and other assets', {}, 'operations-signers', 3, 5),
          ...beside('operations-signers', 3, 5),
        ],
      ),
    },
    {
      safeId: 'training',
      policy: demoPolicy(
        'training',
        'Training signers',
        ['ruth', 'tomas', 'aiko'],
        [rule('Any payment', {}, 'training-signers', 2, 3), ...beside('training-signers', 2, 3)],
      ),
    },
  ]
}

function demoPolicy(safeId: string, groupName: string, members: readonly string[], rules: readonly BaseRule[]): Policy {
  const groups = [{ id: `${safeId}-signers`, name: groupName, members }]
  return { id: `${safeId}-policy`, version: 1, groups, rules, overlays: [KNOWN_RECIPIENTS] }
}

function rule(name: string, when: Condition, group: string, need: number, delaySeconds: number): BaseRule {
  return {
    name,
    class: 'transfer',
    when,
    quorum: [{ group, need }],
    delaySeconds,
    expirySeconds: DAY_SECONDS,
    factors: ['passkey'],
  }
}

/** What is no payment takes as many people as the largest payments. */
function beside(group: string, need: number, delaySeconds: number): readonly BaseRule[] {
  return [
    { ...rule('Contract calls', {}, group, need, delaySeconds), class: 'contract-call' },
    { ...rule('Owners and threshold', {}, group, need, delaySeconds), class: 'configuration' },
  ]
}

function upTo({ usdc, usdt }: Tokens, dollars: string, ether: string): Condition {
  const dollarUnits = parseUnits(dollars, 6).toString()
  return {
    assets: ['native', usdc, usdt],
    maxUnits: { native: parseUnits(ether, 18).toString(), [usdc]: dollarUnits, [usdt]: dollarUnits },
  }
}
