import type { Address } from 'viem'
import { expectedPayments, paymentKey } from '@/lib/assess/expected-payments'
import { gainsOf } from '@/lib/assess/gains'
import { amountOf, isVouchedFor, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import { strayFrames } from '@/lib/assess/stray-frames'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { Effects } from '@/lib/simulate/types'
import type { AssetAddress, Intent } from '@/lib/stage/types'

const codes = { INTENT_MISMATCH: 'critical', INTENT_AMOUNT_MISMATCH: 'critical' } as const
const say = reporter('intent-effects', codes)

type Simulated = Extract<Effects, { kind: 'simulated' }>

/**
 * Whether what really moves is what was requested. From balances, so that a token that keeps a fee, returns false or
 * only logs a transfer is caught although its bytes look right.
 */
export const intentEffects: Rule = {
  id: 'intent-effects',
  title: 'Request and effects',
  codes,
  needs: { INTENT_MISMATCH: ['simulation', 'claimed'], INTENT_AMOUNT_MISMATCH: ['simulation', 'claimed'] },
  judge: (facts) => {
    const { effects, intent } = facts
    // An absent or failed simulation is a finding of its own.
    if (intent === null || effects.kind === 'unavailable' || effects.status !== 'success') return []
    const findings = [
      ...requestedFindings(facts, intent, effects),
      ...outflowFindings(facts, intent, effects),
      ...approvalFindings(facts, effects),
      ...callFindings(facts, effects),
      ...gainFindings(facts, intent),
    ]
    return findings.length > 0
      ? findings
      : [say.pass('INTENT_AMOUNT_MISMATCH', 'Exactly what is requested moves, and nothing else.')]
  },
}

/** What each account should gain or lose, and does. */
function requestedFindings(facts: Facts, { legs, call }: Intent, effects: Simulated): readonly Finding[] {
  const safe = facts.staged.safe.address
  const due = new Map<string, { asset: AssetAddress; account: Address; units: bigint }>()
  const add = (asset: AssetAddress, account: Address, units: bigint) => {
    const key = paymentKey(asset, account)
    due.set(key, { asset, account, units: (due.get(key)?.units ?? 0n) + units })
  }
  for (const { asset, recipient, units } of expectedPayments(legs).values()) {
    add(asset.address, recipient, units)
    add(asset.address, safe, -units)
  }
  // What comes of it in the contract is the contract's; what leaves the Safe is stated.
  for (const { asset, units } of call?.gives ?? []) add(asset.address, safe, -units)
  return [...due.values()].flatMap(({ asset, account, units }) => {
    const change = changeOf(effects, asset, account)
    if (change === units) return []
    const sentence = `${who(facts, account)} ${verb(facts, asset, change)}. By the request it ${verb(facts, asset, units)}.`
    return [say.fail('INTENT_AMOUNT_MISMATCH', { sentence })]
  })
}

/** Anything else that leaves this Safe or another of the organisation's. */
function outflowFindings(facts: Facts, { legs, call }: Intent, effects: Simulated): readonly Finding[] {
  const safe = facts.staged.safe.address
  const own = [safe, ...facts.ownSafes.map(({ address }) => address)]
  const requested = new Set(
    [...expectedPayments(legs).values(), ...(call?.gives ?? [])].map(({ asset }) => paymentKey(asset.address, safe)),
  )
  const seen = new Set<string>()
  return effects.balances.flatMap(({ account, asset }) => {
    const key = paymentKey(asset, account)
    if (seen.has(key) || requested.has(key) || !own.some((it) => isSameAddress(it, account))) return []
    seen.add(key)
    const change = changeOf(effects, asset, account)
    if (change >= 0n) return []
    const sentence = `${who(facts, account)} ${verb(facts, asset, change)}, and the request says nothing of it.`
    return [say.fail('INTENT_MISMATCH', { sentence })]
  })
}

function approvalFindings(facts: Facts, effects: Simulated): readonly Finding[] {
  const own = [facts.staged.safe.address, ...facts.ownSafes.map(({ address }) => address)]
  return effects.approvals.flatMap(({ token, owner, spender, units }) => {
    if (!own.some((it) => isSameAddress(it, owner))) return []
    const what = units === null ? `everything of ${who(facts, token)}` : amountOf(facts, token, units)
    const sentence = `Afterwards ${who(facts, spender)} can take ${what} from ${who(facts, owner)}, and the request says nothing of it.`
    return [say.fail('INTENT_MISMATCH', { sentence })]
  })
}

function callFindings(facts: Facts, { root }: Simulated): readonly Finding[] {
  if (!['transfer', 'contract-call'].includes(facts.class) || facts.safe === null) return []
  return strayFrames(facts, facts.safe, root).map(({ to, value, input }) =>
    say.fail('INTENT_MISMATCH', {
      sentence: `While it runs, the Safe also calls ${who(facts, to)}, which no decoded call says.`,
      evidence: [
        { label: 'Value', value: amountOf(facts, 'native', value) },
        { label: 'Calldata', value: input.length > 74 ? `${input.slice(0, 74)}…` : input },
      ],
    }),
  )
}

/** Whoever gets something of a call besides the contract that is called, and whom nobody here vouches for. */
function gainFindings(facts: Facts, { call }: Intent): readonly Finding[] {
  if (call === undefined) return []
  return gainsOf(facts)
    .filter(({ account }) => !isSameAddress(account, call.to) && !isVouchedFor(facts, account))
    .map(({ account, asset, units }) => {
      const sentence = `${account} gets ${amountOf(facts, asset, units)}. It is neither the contract that is called nor active in the address book, and the request says nothing of it.`
      return say.fail('INTENT_MISMATCH', { sentence })
    })
}

const changes = new WeakMap<Simulated, ReadonlyMap<string, bigint>>()

/** What an account gains of an asset. Summed once: a batch asks for every recipient. */
function changeOf(effects: Simulated, asset: AssetAddress, account: Address): bigint {
  const known = changes.get(effects) ?? sumChanges(effects)
  changes.set(effects, known)
  return known.get(paymentKey(asset, account)) ?? 0n
}

function sumChanges({ balances }: Simulated): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { asset, account, before, after } of balances) {
    const key = paymentKey(asset, account)
    sums.set(key, (sums.get(key) ?? 0n) + after - before)
  }
  return sums
}

function verb(facts: Facts, asset: AssetAddress, change: bigint): string {
  if (change === 0n)
    return `gets and loses no ${facts.assets.find((it) => isSameAddress(it.address, asset))?.symbol ?? asset}`
  return change > 0n ? `gets ${amountOf(facts, asset, change)}` : `loses ${amountOf(facts, asset, -change)}`
}
