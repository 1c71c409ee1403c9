import { pad } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoryEvent } from '@/db/queries/story'
import { FALLBACK_HANDLER_SLOT } from '@/lib/simulate/safe-slots'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

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

const storyOf = async (id: string) => (await readPage(desk, 'noor', id)).story
const of = (story: readonly StoryEvent[], action: string) => story.filter((event) => event.action === action)
const rejectAs = (who: string, withdrawalId: string) => act(desk, who, 'reject', { withdrawalId, reason: 'Not ours.' })

/** While the Safe answers fewer calls than before, which stops nobody. */
async function withoutHandler(change: () => Promise<void>): Promise<void> {
  const [treasury] = desk.safes
  if (!treasury) throw new Error('there is a treasury')
  const { address } = treasury
  const [index, none] = [FALLBACK_HANDLER_SLOT, pad('0x', { size: 32 })]
  const handler = (await chain.client.getStorageAt({ address, slot: index })) ?? none
  await chain.client.setStorageAt({ address, index, value: none })
  try {
    await change()
  } finally {
    await chain.client.setStorageAt({ address, index, value: handler })
  }
}

describe('the story of a withdrawal', () => {
  // The chain takes the lowest nonce first, so what is executed is staged first.
  it('says once it is over what changed in between, also where it was approved again', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '43.00'))
    await approveAs(desk, 'tomas', id)
    await withoutHandler(async () => {
      await makeReady(desk, id)
      expect((await readPage(desk, 'noor', id)).drift).toBeNull()
      await send(desk, 'eli', await executeAs(desk, 'eli', id))
      expect(await followUntilFinal(desk, id)).toBe('executed')
      const { drift } = await readPage(desk, 'noor', id)
      expect(drift?.memberId).toBe('tomas')
      expect(drift?.changes?.map(({ what }) => what)).toEqual([expect.stringMatching(/handler/i)])
    })
  })

  it('says nothing of change of one that ended as it was approved', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '44.00'))
    await makeReady(desk, id)
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
    expect(await followUntilFinal(desk, id)).toBe('executed')
    const { drift, state } = await readPage(desk, 'noor', id)
    expect({ state, drift }).toEqual({ state: 'executed', drift: null })
  })

  it('names the review that each signer was shown and approved, and the passkey that proved it', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '41.00'))
    const { reviewed } = await readPage(desk, 'ruth', id)
    const at = desk.now()
    await approveAs(desk, 'ruth', id)
    const story = await storyOf(id)
    for (const action of ['begin-approval', 'approve']) {
      const [event] = of(story, action)
      expect(event?.shown).toMatchObject({ digest: reviewed.digest, verdict: reviewed.assessment.verdict })
      expect(event?.shown?.at.getTime()).toBeGreaterThanOrEqual(at.getTime())
    }
    expect(of(story, 'approve')[0]?.factor).toMatchObject({ label: null, isDemo: true })
    expect(of(story, 'begin-approval')[0]?.factor).toBeNull()
    expect(of(story, 'stage')[0]?.factor).toMatchObject({ isDemo: true })
  })

  it('says whose approval stopped counting, and for which review it was given', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '42.00'))
    await approveAs(desk, 'tomas', id)
    const before = (await readPage(desk, 'ruth', id)).reviewed.digest
    await withoutHandler(async () => {
      await approveAs(desk, 'ruth', id)
      const [stale, ...others] = of(await storyOf(id), 'approval-stale')
      expect(others).toEqual([])
      expect(stale).toMatchObject({ approver: 'Tomas', shown: { digest: before } })
      expect(of(await storyOf(id), 'approve').at(-1)?.shown?.digest).not.toBe(before)
    })
  })

  it('has the freezes of it and of its Safe, and none that others had or that came afterwards', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '45.00'))
    const { id: ended } = await stageAs(desk, 'ines', payment(desk, '46.00'))
    await rejectAs('ruth', ended)
    desk.pass(60)
    const freezeAs = (scope: object, reason: string) => act(desk, 'aiko', 'freeze', { scope, reason })
    await freezeAs({ kind: 'withdrawal', id }, 'Wrong payee?')
    await freezeAs({ kind: 'safe', id: 'treasury' }, 'Odd calls.')
    await freezeAs({ kind: 'safe', id: 'operations' }, 'Not this one.')
    const told = of(await storyOf(id), 'freeze')
    expect(told.map(({ frozen, personal, actor }) => [frozen, personal, actor])).toEqual([
      ['withdrawal', '{"reason":"Wrong payee?"}', 'Aiko'],
      ['safe', '{"reason":"Odd calls."}', 'Aiko'],
    ])
    expect(of(await storyOf(ended), 'freeze')).toEqual([])
  })
})
