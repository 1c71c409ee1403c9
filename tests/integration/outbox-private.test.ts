import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '@/db/queries/deliveries'
import { listNotices } from '@/db/queries/notices'
import { noticeCursor } from '@/db/schema/notice'
import { burnNotices } from '@/lib/flows/burn-notices'
import { createOutbox } from '@/lib/io/create-outbox'
import { systemRandom } from '@/lib/io/random'
import { type Post, type Receivers, startReceivers } from '@/tests/builders/receivers'
import { act, openWorld, ORIGIN, performJob, signIn, type World } from '@/tests/builders/world'

const mails: string[] = []
const posts: Post[] = []
let receivers: Receivers
let world: World
beforeAll(async () => {
  receivers = await startReceivers(new Uint8Array(32).fill(3), { mails, posts })
  world = await openWorld()
  await performJob(world, 'derive-notices')
})
afterAll(async () => {
  await world.close()
  await receivers.close()
})
beforeEach(() => {
  mails.length = 0
  posts.length = 0
})

const send = async (settings = receivers.settings) => {
  const io = { ...world.deps.io, outbox: createOutbox(settings, ORIGIN, world.deps.io.clock), random: systemRandom }
  return (await performJob({ ...world, deps: { ...world.deps, io } }, 'send-notices')) as { sent: number }
}
const derive = async () => {
  await performJob(world, 'sequence-log')
  await performJob(world, 'derive-notices')
}

describe('what is for compliance alone', () => {
  const told = async (seq: number, kind: 'hold-asked' | 'held') => {
    const drafts = [{ seq, memberId: 'noor', kind, about: 'W-7', at: world.now().toISOString() }]
    return burnNotices(world.db, { from: seq - 1, to: seq, drafts, channels: ['mail', 'webhook'], now: world.now() })
  }
  /** A leaf that tells nobody anything, for a notice to hang on. */
  async function nextLeaf(address: string): Promise<number> {
    await act(world, 'noor', 'notify-at', { address })
    await derive()
    await act(world, 'ruth', 'mark-read', { noticeIds: await unreadOf('ruth') })
    await performJob(world, 'sequence-log')
    const [cursor] = await world.db.select().from(noticeCursor)
    return (cursor?.seq ?? -1) + 1
  }
  async function unreadOf(who: string): Promise<number[]> {
    await act(world, 'viktor', 'freeze', { scope: { kind: 'safe', id: 'treasury' }, reason: 'Looking into it.' })
    await derive()
    const { lines } = await listNotices(world.db, await signIn(world, who), { below: null, size: 5 })
    return lines.filter(({ isRead }) => !isRead).map(({ id }) => id)
  }

  it('is mailed to them and posted nowhere, while any other hold is posted', async () => {
    expect(await told(await nextLeaf('noor@halden.example'), 'hold-asked')).toEqual({
      isMoved: true,
      told: 1,
      toSend: 1,
    })
    expect(await send()).toEqual({ sent: 1 })
    expect(mails.join()).toContain('A signer had W-7 held.')
    expect(mails.join()).toContain('To: noor@halden.example')
    expect(posts).toEqual([])
    expect(await told(await nextLeaf('noor@halden.example'), 'held')).toEqual({ isMoved: true, told: 1, toSend: 2 })
    expect(await send()).toEqual({ sent: 2 })
    expect(posts.map(({ body }) => body).join()).toContain('W-7 is held.')
  })

  it('is not posted either where an earlier build left it waiting', async () => {
    const seq = await nextLeaf('noor@halden.example')
    await told(seq, 'hold-asked')
    await world.db.execute(
      sql`INSERT INTO notice_delivery (seq, channel, next_at) VALUES (${seq}, 'webhook', ${world.now().toISOString()})`,
    )
    expect(await send({ ...receivers.settings, mail: null })).toEqual({ sent: 0 })
    expect(posts).toEqual([])
    const asked = { after: null, isDeadOnly: false, size: 50 }
    const { lines } = await listDeliveries(world.db, await signIn(world, 'viktor'), asked)
    expect(lines.find(({ to, kind }) => to === null && kind === 'hold-asked')).toMatchObject({ state: 'dead' })
  })
})
