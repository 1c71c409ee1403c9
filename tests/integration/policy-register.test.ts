import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countedAt, listPolicies } from '@/db/queries/policies'
import type { BaseRule } from '@/lib/policy/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk, refusalOf } from '@/tests/builders/money-desk'
import { change, nextPolicy, proposeAs } from '@/tests/builders/proposals'
import { act, performJob, signIn } from '@/tests/builders/world'

const COOLING = 3600
let chain: TestChain
let desk: MoneyDesk

const longer = (rules: readonly BaseRule[]) => rules.map((one) => ({ ...one, expirySeconds: one.expirySeconds + 60 }))
const delayed = (rules: readonly BaseRule[]) => rules.map((one) => ({ ...one, delaySeconds: one.delaySeconds + 1 }))

/** The next version of Treasury's policy, proposed and agreed to. */
const make = async (alter: (rules: readonly BaseRule[]) => readonly BaseRule[]) =>
  change(desk, 'change-policy', await nextPolicy(desk, 'treasury', ({ rules }) => ({ rules: alter(rules) })))

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain, (setup) => ({
    ...setup,
    installation: { ...setup.installation, policyCoolingSeconds: COOLING },
  }))
  // Version 2 cools and counts, 3 is vetoed, 4 tightens and counts at once.
  await make(longer)
  desk.pass(COOLING + 1)
  await performJob(desk, 'activate-policies')
  await make(longer)
  await act(desk, 'ruth', 'veto-policy', { policyId: 'treasury-policy', version: 3, reason: 'Long enough already.' })
  desk.pass(60)
  await make(delayed)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

describe('the register', () => {
  const linesOf = async () =>
    (await listPolicies(desk.db, await signIn(desk, 'noor'))).filter(({ safeId }) => safeId === 'treasury')

  it('says of every version from when until when it counted, and who proposed and agreed', async () => {
    const lines = await linesOf()
    const of = (version: number) => lines.find(({ policy: { version: own } }) => own === version)
    expect(of(1)).toMatchObject({ state: 'replaced', by: null })
    expect(of(1)?.countedUntil).toEqual(of(2)?.countedFrom)
    expect(of(2)).toMatchObject({
      state: 'replaced',
      by: { authorName: expect.stringMatching(/^Viktor/), deciderName: expect.stringMatching(/^Sora/) },
    })
    expect(of(2)?.by?.proposalId).toMatch(/^P-\d+$/)
    // Vetoed while it cooled: it never counted, so what came before it counted on.
    expect(of(3)).toMatchObject({ state: 'vetoed', countedFrom: null, countedUntil: null })
    expect(of(2)?.countedUntil).toEqual(of(4)?.countedFrom)
    expect(of(4)).toMatchObject({ state: 'active', countedUntil: null })
    expect(of(4)?.countedFrom).not.toBeNull()
  })

  it('finds what a decided proposal was compared with, also once others count', async () => {
    const lines = await linesOf()
    const from = lines.find(({ policy: { version } }) => version === 4)?.countedFrom ?? new Date(0)
    // It tightened, so that it counted at the moment of the agreement itself.
    expect(countedAt(lines, 'treasury', from, 4)?.policy.version).toBe(2)
    expect(countedAt(lines, 'treasury', from)?.policy.version).toBe(4)
    expect(countedAt(lines, 'treasury', new Date(0))).toBeNull()
    expect(countedAt(lines, 'operations', from, 4)?.safeId).not.toBe('treasury')
  })
})

describe('a proposal', () => {
  it('says of a version that somebody else was first with that there is one, and what to do', async () => {
    const due = await nextPolicy(desk, 'treasury', ({ rules }) => ({ rules: longer(rules) }))
    const { policy: asked } = due as { policy: { version: number } }
    const late = { ...Object(due), policy: { ...asked, version: asked.version - 1 } }
    const refusal = await refusalOf(proposeAs(desk, 'viktor', 'change-policy', late))
    expect(refusal.problems).toEqual([
      {
        field: 'body.policy.version',
        message: `There is a version ${asked.version - 1} by now, so the next one is ${asked.version}. Look at what changed meanwhile, then go on from there.`,
      },
    ])
  })

  it('names everybody who is no member, and every tier that never matches, at once', async () => {
    const body = await nextPolicy(desk, 'treasury', ({ rules }) => ({
      groups: [
        { id: 'treasury-signers', name: 'Signers', members: ['ruht', 'tomas', 'nobody-of-this-name', 'aiko', 'bram'] },
      ],
      rules: rules.flatMap((rule) => [rule, { ...rule, name: `${rule.name}, again` }]),
    }))
    const { problems } = await refusalOf(proposeAs(desk, 'viktor', 'change-policy', body))
    expect(problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'There is no member ruht. Did you mean ruth?',
        'There is no member nobody-of-this-name. Their ids stand under Members.',
      ]),
    )
    expect(problems.filter(({ field }) => field.startsWith('body.policy.rules.')).length).toBeGreaterThan(1)
  })
})
