import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotices } from '@/db/queries/notices'
import { noticeSentence } from '@/lib/notices/words'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const callAs = (who: string, withdrawalId: string) => act(desk, who, 'call-compliance', { withdrawalId })
const noticesOf = async (who: string) => {
  await performJob(desk, 'sequence-log')
  await performJob(desk, 'derive-notices')
  const { lines } = await listNotices(desk.db, await signIn(desk, who), { below: null, size: 50 })
  return lines.map(noticeSentence)
}
/** What a page says of how it came to be held. */
const heldOn = async (who: string, id: string) => {
  const { state, stateReason, story } = await readPage(desk, who, id)
  const hold = story.filter(({ action }) => action === 'hold' || action.endsWith('→ held'))
  return {
    ...{ state, stateReason },
    said: hold.map(({ actor, action, reason, personal }) => ({ actor, action, reason, personal })),
  }
}

describe('a signer under pressure', () => {
  it('has it held from every state before the hand-over, until compliance releases it', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    expect(await callAs('ruth', id)).toEqual({ state: 'held' })
    expect((await refusalOf(executeAs(desk, 'eli', id))).code).toBe('BLOCKED')
    const { digest } = (await readPage(desk, 'noor', id)).reviewed
    const asked = { withdrawalId: id, evidenceDigest: digest, note: 'I met them and it is right.' }
    expect((await refusalOf(act(desk, 'ruth', 'release', asked))).code).toBe('NOT_ALLOWED')
    expect(await act(desk, 'noor', 'release', asked)).toEqual({ state: 'ready' })
    expect((await executeAs(desk, 'eli', id)).attempt).toBe(1)
    expect((await refusalOf(callAs('ruth', id))).code).toBe('CONFLICT')
  })

  it('leaves a page that says what it says of any other hold, to all but compliance and admins', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '2.00'))
    const { id: other } = await stageAs(desk, 'ines', payment(desk, '3.00'))
    await callAs('ruth', id)
    const [{ personal } = { personal: null }] = (await heldOn('ruth', id)).said
    const { reason: note } = JSON.parse(personal ?? '{}') as { reason: string }
    await act(desk, 'noor', 'hold', { withdrawalId: other, note })
    for (const who of ['ruth', 'tomas', 'ines', 'eli']) expect(await heldOn(who, id)).toEqual(await heldOn(who, other))
    expect((await heldOn('ruth', id)).stateReason).toBe(`Waiting for compliance: ${note}`)
    expect(JSON.stringify(await heldOn('tomas', id))).not.toMatch(/ruth|noor|pressure/i)
    expect((await heldOn('noor', id)).said.map(({ actor }) => actor)).toEqual(['Ruth', 'Ruth'])
    expect((await heldOn('noor', other)).said.map(({ actor }) => actor)).toEqual(['Noor', 'Noor'])
  })

  it('reaches compliance, and nobody else hears more than of any hold', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '4.00'))
    await callAs('ruth', id)
    const asked = `A signer had ${id} held. Reach them by a way of your own before it goes on.`
    expect((await noticesOf('noor')).slice(0, 2)).toEqual([`${id} is held.`, asked])
    for (const who of ['ruth', 'tomas', 'ines', 'eli', 'viktor']) expect(await noticesOf(who)).not.toContain(asked)
    const { id: other } = await stageAs(desk, 'ines', payment(desk, '5.00'))
    await act(desk, 'noor', 'hold', { withdrawalId: other, note: 'The invoice is missing.' })
    expect((await noticesOf('noor')).filter((sentence) => sentence.includes(other))).toEqual([])
  })

  it('is a signer, with a session and nothing more', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '6.00'))
    for (const who of ['ines', 'eli', 'noor', 'viktor'])
      expect((await refusalOf(callAs(who, id))).code).toBe('NOT_ALLOWED')
    await callAs('aiko', id)
    expect((await refusalOf(callAs('ruth', id))).code).toBe('CONFLICT')
  })
})

it('a signer is asked of it where policy sets no amount apart as small, by the server’s word', async () => {
  const small = await stageAs(desk, 'ines', payment(desk, '1.00'))
  const any = await stageAs(desk, 'ines', { ...payment(desk, '1.75'), safeId: 'training' })
  const [calm, asked] = [await readPage(desk, 'ruth', small.id), await readPage(desk, 'ruth', any.id)]
  for (const { reviewed } of [calm, asked]) expect(['ok', 'review']).toContain(reviewed.assessment.verdict)
  expect(asked.reviewed.requirement).toMatchObject({ rule: 'Any payment', offlineVerdict: false })
  expect([calm.asksPause, asked.asksPause]).toEqual([false, true])
})
