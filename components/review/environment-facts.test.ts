import type { Hash, Hex } from 'viem'
import { toHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { blockEnvironments } from '@/lib/simulate/environments'
import { VALIDATED } from '@/lib/simulate/validated'
import type { Environment } from '@/lib/simulate/types'
import { honestReviewed } from '@/tests/builders/honest-review'
import { SAFE, STRANGER, USDC } from '@/tests/builders/sample-facts'
import { environmentFacts, ENVIRONMENTS, environmentSentence } from './environment-facts'

const digest = (value: number): Hash => toHex(value, { size: 32 })
const word: (value: number) => Hex = digest
const NAMES = ENVIRONMENTS.map(([name]) => name)
const run = (name: string, over: Partial<Environment> = {}): Environment => ({
  ...{ name, status: 'success', digest: digest(1), ...over },
})

type Code = NonNullable<Environment['instead']>['code'] | undefined

function read(environments: readonly Environment[], code: NonNullable<Code> = []) {
  const { assessment, contacts } = honestReviewed({ effects: { environments, code } })
  if (assessment.effects.kind !== 'simulated') throw new Error('the sample is simulated')
  const facts = environmentFacts(assessment.effects, { assessment, contacts, safeName: 'Treasury' })
  return { facts, sentence: environmentSentence(facts), told: facts.flatMap(({ differences }) => differences ?? []) }
}

describe('the settings a transaction was run in', () => {
  it('are those of the simulator', () => {
    const head = { number: 1n, hash: digest(1), timestamp: 1n, baseFee: 1n, author: SAFE }
    expect(blockEnvironments(head).map(({ name }) => name)).toEqual(NAMES.slice(0, 3))
  })

  it('are told as the same where all came out alike', () => {
    const { sentence, told } = read(NAMES.map((name) => run(name)))
    expect(sentence).toBe('The same in 5 of 5 environments.')
    expect(told).toEqual([])
  })

  it('are named where one was not run', () => {
    const { sentence, facts } = read(NAMES.slice(0, 3).map((name) => run(name)))
    expect(sentence).toBe('The same in 3 of 5 environments. 2 were not run.')
    expect(facts.filter(({ differences }) => differences === null).map(({ name }) => name)).toEqual([
      'simulated block, no fees',
      VALIDATED,
    ])
  })

  it('are listed though nobody here knows them', () => {
    expect(read([...NAMES, 'after the queue'].map((name) => run(name))).sentence).toBe(
      'The same in 6 of 6 environments.',
    )
  })

  it('say whom the guard refuses, and that the same block was run by an owner', () => {
    const guard = {
      ...run(NAMES[2] ?? '', { digest: digest(2), status: 'reverted' }),
      refused: { guard: SAFE, sender: STRANGER },
    }
    const twin = run(`${NAMES[2]}; sent by an owner`)
    const others = NAMES.filter((_, place) => place !== 2).map((name) => run(name))
    const { facts, sentence } = read([...others, guard, twin])
    expect(facts[2]).toMatchObject({ differences: null, refusal: `the Safe’s guard refuses ${STRANGER}` })
    expect(sentence).toBe('The same in 5 of 6 environments. Some may not execute it.')
    expect(read([...others, guard]).sentence).toContain('Not the same in 1 of 5')
  })

  it('tell what is logged instead where no balances are read', () => {
    const loggedInstead: Environment['loggedInstead'] = {
      here: [{ event: 'transfer', token: USDC.address, from: SAFE, to: STRANGER, units: 250_000_000n }],
      shown: [],
    }
    expect(read([run(NAMES[0] ?? ''), run(VALIDATED, { digest: digest(2), loggedInstead })]).told).toEqual([
      expect.stringMatching(/^It logs 250\.00 USDC from .+ to 0x/),
    ])
  })

  it('tell what one does instead, item by item', () => {
    const held = 10n ** 30n
    const instead: Environment['instead'] = {
      balances: [
        { account: SAFE, asset: USDC.address, before: held, after: held - 250_000_000n },
        { account: STRANGER, asset: USDC.address, before: 0n, after: 250_000_000n },
      ],
      approvals: [{ token: USDC.address, owner: SAFE, spender: STRANGER, units: null }],
      safeStorage: [{ slot: word(4), label: 'threshold', before: word(3), after: word(1) }],
    }
    const other = run(NAMES[2] ?? '', { digest: digest(2), status: 'inner-failure', instead })
    const { sentence, told, facts } = read([run(NAMES[0] ?? ''), run(NAMES[1] ?? ''), other])
    expect(sentence).toBe(
      'Not the same in 1 of 5 environments: what happens depends on the block it runs in. 2 were not run.',
    )
    expect(facts[2]?.differences).toEqual(told)
    expect(told).toEqual([
      'There its inner call fails. As shown it succeeds.',
      `${STRANGER}: +250.00 USDC, and not 0.00 USDC.`,
      'Northwind: 0.00 USDC, and not +250.00 USDC.',
      `${STRANGER} may take USDC that way.`,
      'It changes: Owners who must sign from 3 to 1.',
      'It does not change: Nonce from 7 to 8.',
    ])
    expect(told.join()).not.toContain('Treasury:')
  })

  it('name code that only one of them makes or takes away', () => {
    const instead = (code: Code): NonNullable<Environment['instead']> => {
      const { assessment } = honestReviewed()
      if (assessment.effects.kind !== 'simulated') throw new Error('the sample is simulated')
      const { balances, approvals, safeStorage } = assessment.effects
      return { balances, approvals, safeStorage, ...(code && { code }) }
    }
    const told = (here: Code, shown: NonNullable<Code> = []) =>
      read([run(NAMES[0] ?? ''), run(NAMES[1] ?? '', { digest: digest(2), instead: instead(here) })], shown).told
    expect(told([{ address: STRANGER, before: null, after: digest(7) }])).toEqual([
      `${STRANGER} gets code (hash ${digest(7)}).`,
    ])
    expect(told([{ address: STRANGER, before: digest(7), after: null }])).toEqual([`${STRANGER} loses its code.`])
    expect(told([{ address: STRANGER, before: digest(7), after: digest(8) }])).toEqual([
      `${STRANGER} gets other code (hash ${digest(8)}).`,
    ])
    expect(told([], [{ address: STRANGER, before: null, after: digest(7) }])).toEqual([
      `${STRANGER} does not get the code shown (hash ${digest(7)}).`,
    ])
    expect(told([], [{ address: STRANGER, before: digest(7), after: null }])).toEqual([
      `${STRANGER} does not lose its code.`,
    ])
    expect(told(undefined)).toEqual(['What differs was not kept.'])
  })

  it('say that nothing was kept of a difference in an older review', () => {
    const { told, sentence } = read([run(NAMES[0] ?? ''), run(NAMES[1] ?? '', { digest: digest(2) })])
    expect(told).toEqual(['What differs was not kept.'])
    expect(sentence).toContain('Not the same in 1 of 5')
  })
})
