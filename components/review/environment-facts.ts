import { displayText } from '@/lib/core/display-text'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { sentByOwner } from '@/lib/simulate/environments'
import { COIN, VALIDATED } from '@/lib/simulate/validated'
import type { Effects, Environment, ItemChange } from '@/lib/simulate/types'
import type { Assessed } from './assessed'
import { nameOrAddress } from './known-name'
import { moneyWords } from './money-words'
import { slotWords } from './state-changes'
import { assetOf } from './stray-clauses'

/** One setting it was run in. `differences` are sentences; null where it was not run. */
export type EnvironmentFact = {
  readonly name: string
  readonly what: string
  readonly differences: readonly string[] | null
  /** Set where the Safe’s guard let nothing run. */
  readonly refusal?: string
}

type Simulated = Extract<Effects, { kind: 'simulated' }>

/** The settings of every review, by the names that the simulator gives them. */
export const ENVIRONMENTS: readonly (readonly [name: string, what: string])[] = [
  ['latest block', 'as the node runs it by default'],
  [
    'next block, real fees and gas',
    'twelve seconds later, another block author and randomness, no more gas than a wallet gives, sent by whoever is known to execute for this Safe or else by an owner',
  ],
  [
    'one hour later, unknown executor',
    'three hundred blocks later, yet another author and randomness, sent by a stranger',
  ],
  ['simulated block, no fees', 'by the node’s second way to run a block, without a tracer'],
  [
    VALIDATED,
    'in a block with the newest header’s own fields, nonce, fees and funds checked by the node; only how it ends and what it logs are compared',
  ],
]

const ENDS = { success: 'it succeeds', 'inner-failure': 'its inner call fails', reverted: 'it reverts' } as const

/** In which settings it was run, in which of them it does not do the same, and what it does there instead. */
export function environmentFacts(effects: Simulated, assessed: Assessed): readonly EnvironmentFact[] {
  const [shown] = effects.environments
  const isSame = ({ status, digest }: Environment) => status === shown?.status && digest === shown.digest
  const outcomeOf = (run: Environment): Pick<EnvironmentFact, 'differences' | 'refusal'> => {
    const hasTwin = effects.environments.some(({ name }) => name === sentByOwner(run).name)
    if (run.refused !== undefined && run.status === 'reverted' && hasTwin)
      return { differences: null, refusal: `the Safe’s guard refuses ${run.refused.sender}` }
    return { differences: isSame(run) ? [] : differencesOf(run, effects, assessed) }
  }
  const known = ENVIRONMENTS.map(([name, what]): EnvironmentFact => {
    const run = effects.environments.find((one) => one.name === name)
    if (run === undefined) return { name, what, differences: null }
    return { name, what, ...outcomeOf(run) }
  })
  const others = effects.environments
    .filter(({ name }) => !ENVIRONMENTS.some(([one]) => one === name))
    .map((run): EnvironmentFact => ({
      ...{ name: displayText(run.name, 80), what: '' },
      ...outcomeOf(run),
    }))
  return [...known, ...others]
}

/** "The same in 4 of 4 environments." */
export function environmentSentence(facts: readonly EnvironmentFact[]): string {
  const run = facts.filter(({ differences }) => differences !== null).length
  const other = facts.filter(({ differences }) => differences !== null && differences.length > 0).length
  const refused = facts.filter(({ refusal }) => refusal !== undefined).length
  const missing = facts.length - run - refused
  const notRun = missing === 0 ? '' : missing === 1 ? ' One was not run.' : ` ${missing} were not run.`
  const guarded = refused === 0 ? '' : ' Some may not execute it.'
  return other === 0
    ? `The same in ${run} of ${facts.length} environments.${notRun}${guarded}`
    : `Not the same in ${other} of ${facts.length} environments: what happens depends on the block it runs in.${notRun}${guarded}`
}

function differencesOf(
  { status, instead, loggedInstead }: Environment,
  shown: Simulated,
  assessed: Assessed,
): readonly string[] {
  const found = [
    ...(status === shown.status ? [] : [`There ${ENDS[status]}. As shown ${ENDS[shown.status]}.`]),
    ...(loggedInstead === undefined ? [] : logDifferences(loggedInstead, assessed)),
    ...(instead === undefined
      ? []
      : [
          ...balanceDifferences(instead, shown, assessed),
          ...unequal(
            [instead.approvals, shown.approvals],
            ({ token, spender, units }) => `${token} ${spender} ${units}`,
            ({ token, spender }, isHere) =>
              `${nameOrAddress(spender, assessed)} ${isHere ? 'may' : 'may not'} take ${nameOrAddress(token, assessed)} that way.`,
          ),
          ...unequal(
            [instead.safeStorage, shown.safeStorage],
            ({ slot, before, after }) => `${slot} ${before} ${after}`,
            (change, isHere) => `${isHere ? 'It changes' : 'It does not change'}: ${slotWords(change)}.`,
          ),
          ...unequal(
            [instead.items ?? [], shown.items ?? []],
            ({ token, id, account, before, after }) => `${token} ${id} ${account} ${after - before}`,
            (change, isHere) => itemWords(change, isHere, assessed),
          ),
          ...codeDifferences(instead.code, shown.code, assessed),
        ]),
  ]
  return found.length > 0 ? found : ['What differs was not kept.']
}

// Where one of them does not tell code, there is nothing to compare.
const codeDifferences = (here: Simulated['code'], shown: Simulated['code'], assessed: Assessed): readonly string[] =>
  here === undefined || shown === undefined
    ? []
    : unequal(
        [here, shown],
        ({ address, before, after }) => `${address} ${before} ${after}`,
        ({ address, before, after }, isHere) => {
          const gets = before === null ? 'gets code' : 'gets other code'
          const says = isHere ? gets : 'does not get the code shown'
          const end =
            after === null ? (isHere ? 'loses its code' : 'does not lose its code') : `${says} (hash ${after})`
          return `${nameOrAddress(address, assessed)} ${end}.`
        },
      )

function itemWords({ token, id, account, before, after }: ItemChange, isHere: boolean, assessed: Assessed): string {
  const [does, doesNot] = after > before ? ['gets', 'does not get'] : ['loses', 'does not lose']
  return `${nameOrAddress(account, assessed)} ${isHere ? does : doesNot} number ${id} of ${nameOrAddress(token, assessed)}.`
}

function logDifferences(
  { here, shown }: NonNullable<Environment['loggedInstead']>,
  assessed: Assessed,
): readonly string[] {
  return unequal(
    [here, shown],
    ({ event, token, from, to, units }) => `${event} ${token} ${from} ${to} ${units}`,
    ({ token, from, to, units }, isHere) => {
      const money = moneyWords(units, assetOf(assessed, isSameAddress(token, COIN) ? 'native' : token))
      const way = [
        ...(isSameAddress(from, ZERO_ADDRESS) ? [] : [`from ${nameOrAddress(from, assessed)}`]),
        ...(isSameAddress(to, ZERO_ADDRESS) ? [] : [`to ${nameOrAddress(to, assessed)}`]),
      ]
      return `It ${isHere ? 'logs' : 'does not log'} ${money} ${way.join(' ')}.`
    },
  )
}

type Measured = Pick<Simulated, 'balances'>

function balanceDifferences(here: Measured, shown: Measured, assessed: Assessed): readonly string[] {
  const changes = new Map<string, { readonly change: Simulated['balances'][number]; here: bigint; shown: bigint }>()
  const add = (list: Measured['balances'], side: 'here' | 'shown') => {
    for (const change of list) {
      const key = `${change.account} ${change.asset}`.toLowerCase()
      const sums = changes.get(key) ?? { change, here: 0n, shown: 0n }
      changes.set(key, { ...sums, [side]: sums[side] + change.after - change.before })
    }
  }
  add(here.balances, 'here')
  add(shown.balances, 'shown')
  return [...changes.values()].flatMap((one) => {
    if (one.here === one.shown) return []
    const { account, asset } = one.change
    const words = (units: bigint) => `${units > 0n ? '+' : ''}${moneyWords(units, assetOf(assessed, asset))}`
    return [`${nameOrAddress(account, assessed)}: ${words(one.here)}, and not ${words(one.shown)}.`]
  })
}

function unequal<Item>(
  [here, shown]: readonly [readonly Item[], readonly Item[]],
  keyOf: (item: Item) => string,
  say: (item: Item, isHere: boolean) => string,
): readonly string[] {
  const without = (some: readonly Item[], others: readonly Item[]) =>
    some.filter((item) => !others.some((other) => keyOf(other) === keyOf(item)))
  return [
    ...without(here, shown).map((item) => say(item, true)),
    ...without(shown, here).map((item) => say(item, false)),
  ]
}
