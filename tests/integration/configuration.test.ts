import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeOrder } from '@/db/schema/freeze'
import { withdrawal } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import { encodeWire } from '@/lib/core/wire'
import type { Reviewed } from '@/lib/flows/gather-review'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  readPage,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk?.close()
  await chain?.stop()
})

const request = (change: object, more: object = {}) => ({
  ...{ safeId: 'treasury', legs: [], purpose: 'A fourth signature from now on', reference: '' },
  change: { kind: 'change-threshold', owner: '', newOwner: '', threshold: '', ...change },
  ...more,
})
const FOUR = ['ruth', 'tomas', 'aiko', 'bram']
const stateNow = async () => {
  const { reviewed } = (await act(desk, 'ines', 'preview', payment(desk))) as { reviewed: Reviewed }
  return reviewed.assessment.safe
}

describe('a change of the threshold', () => {
  it('is executed through the same pipeline, and what waits meets it', { timeout: 120_000 }, async () => {
    const { id, state } = await stageAs(desk, 'ines', request({ threshold: '4' }))
    expect(state).toBe('awaiting-approvals')
    const { reviewed } = await readPage(desk, 'ruth', id)
    expect(reviewed.assessment.class).toBe('configuration')
    expect(reviewed.requirement).toMatchObject({ rule: 'Owners and threshold', approvals: 4, decision: 'allow' })
    expect(reviewed.assessment.findings.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code)).toEqual([
      'THRESHOLD_CHANGE',
    ])
    const waiting = await stageAs(desk, 'ines', payment(desk, '11.00'))
    for (const who of ['ruth', 'tomas', 'aiko']) await approveAs(desk, who, waiting.id)
    await makeReady(desk, id, FOUR)
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
    expect(await followUntilFinal(desk, id)).toBe('executed')
    expect(await stateNow()).toMatchObject({ threshold: 4 })
    // The worker sees the change on chain and knows whose it is: nothing freezes.
    await performJob(desk, 'watch-safes')
    expect(await desk.db.select().from(freezeOrder)).toEqual([])
    const after = await readPage(desk, 'bram', waiting.id)
    expect(after.reviewed.requirement.approvals).toBe(4)
    await act(desk, 'ines', 'cancel', { withdrawalId: waiting.id, reason: 'Staged again after the change.' })
  })

  it('is refused with what is wrong, field by field', async () => {
    const refusal = await refusalOf(stageAs(desk, 'ines', request({ threshold: '6' })))
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', problems: [{ field: 'change.threshold' }] })
    const both = { ...request({ threshold: '5' }), legs: payment(desk).legs }
    expect(await refusalOf(stageAs(desk, 'ines', both))).toMatchObject({ code: 'BAD_INPUT' })
  })
})

describe('a stranger as an owner', () => {
  it('is a change that is asked for in full, and the one that would take the Safe over is blocked', async () => {
    const added = (await act(
      desk,
      'ines',
      'preview',
      request({ kind: 'add-owner', owner: PAYEE, threshold: '4' }),
    )) as {
      reviewed: Reviewed
    }
    expect(added.reviewed.assessment.findings.map(({ code, outcome }) => `${code} ${outcome}`)).toContain(
      'OWNER_ADD fail',
    )
    expect(added.reviewed.requirement.decision).toBe('allow')
    const alone = (await act(
      desk,
      'ines',
      'preview',
      request({ kind: 'add-owner', owner: PAYEE, threshold: '1' }),
    )) as {
      reviewed: Reviewed
    }
    expect(alone.reviewed.requirement.decision).toBe('block')
    expect(alone.reviewed.requirement.reasons.join(' ')).toContain('One signature alone')
  })

  it('does not come in by a row that says another change than was confirmed', async () => {
    const { id } = await stageAs(
      desk,
      'ines',
      request({ kind: 'add-owner', owner: PAYEE, threshold: '3' }, { safeId: 'operations' }),
    )
    await makeReady(desk, id)
    const [row] = await desk.db.select().from(withdrawal).where(eq(withdrawal.id, id))
    const eli = demoMember('eli').address
    const change = { kind: 'add-owner', owner: eli, threshold: 3 }
    const intent = encodeWire({ legs: [], purpose: 'A fourth signature from now on', reference: '', change })
    // What even the owner of the tables is refused, until they take the wall away.
    const wall = (verb: string) => asOwner(desk.database, `ALTER TABLE withdrawal ${verb} TRIGGER withdrawal_moves`)
    const put = async (text: string) => {
      await wall('DISABLE')
      await asOwner(desk.database, 'UPDATE withdrawal SET intent = $1 WHERE id = $2', [text, id])
      await wall('ENABLE')
    }
    await put(intent)
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal.code).toBe('BLOCKED')
    await put(row?.intent ?? '')
    await expect(executeAs(desk, 'eli', id)).resolves.toMatchObject({ attempt: 1 })
  })
})

describe('a call of a contract', () => {
  const revoke = (amount: string, to: string = chain.tokens.usdc) => ({
    ...{ safeId: 'operations', legs: [], purpose: 'The router is retired', reference: '' },
    call: { to, method: 'approve(address spender, uint256 amount)', values: [PAYEE, amount], gives: [] },
  })
  const previewed = async (input: object) =>
    ((await act(desk, 'ines', 'preview', input)) as { reviewed: Reviewed }).reviewed

  it('takes an approval back at a token that two people registered', async () => {
    const { assessment, requirement } = await previewed(revoke('0'))
    expect(assessment.class).toBe('contract-call')
    expect(
      assessment.findings.filter(({ outcome, severity }) => outcome !== 'pass' && severity === 'critical'),
    ).toEqual([])
    expect(requirement).toMatchObject({ rule: 'Contract calls', decision: 'allow' })
  })

  it('is blocked when it lets somebody take tokens', async () => {
    const { requirement } = await previewed(revoke('1'))
    expect(requirement.decision).toBe('block')
  })

  it('is refused where nobody vouches for the function', async () => {
    const odd = { ...revoke('0'), call: { ...revoke('0').call, method: 'sweep(address to)', values: [PAYEE] } }
    expect(await refusalOf(act(desk, 'ines', 'preview', odd))).toMatchObject({
      code: 'BAD_INPUT',
      problems: [{ field: 'call.method' }],
    })
    expect(await refusalOf(act(desk, 'ines', 'preview', revoke('0', PAYEE)))).toMatchObject({ code: 'BAD_INPUT' })
  })

  it('lets out what is stated and nothing more', async () => {
    const pay = (gives: readonly object[]) => ({
      ...revoke('0'),
      call: { ...revoke('0').call, method: 'transfer(address to, uint256 amount)', values: [PAYEE, '1000000'], gives },
    })
    const given = [{ asset: chain.tokens.usdc, amount: '1' }]
    const hidden = await previewed(pay([]))
    expect(hidden.requirement.decision).toBe('block')
    // A payment is staged as one: a call that pays states no recipient.
    expect((await previewed(pay(given))).requirement.decision).toBe('block')
  })
})
