import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { member } from '@/db/schema/member'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { agreeAs, change, contactsBody, proposeAs } from '@/tests/builders/proposals'
import { performJob } from '@/tests/builders/world'

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

const bodyFor = async (memberId: string, part: { roles?: string[]; isActive?: boolean }) => {
  const [row] = await desk.db.select().from(member).where(eq(member.id, memberId))
  if (!row) throw new Error(`${memberId} works here`)
  return { memberId, version: row.version, roles: part.roles ?? row.roles, isActive: part.isActive ?? row.isActive }
}

it('what an admin did while they were one counts after they are changed, and switched off', async () => {
  await change(desk, 'add-contacts', contactsBody('Juniper Freight'))
  await change(desk, 'change-member', await bodyFor('ines', { roles: ['admin', 'initiator'] }))
  const byThird = async (body: Awaited<ReturnType<typeof bodyFor>>) => {
    await agreeAs(desk, 'ines', await proposeAs(desk, 'sora', 'change-member', body))
    await performJob(desk, 'sign-checkpoint')
  }
  // Viktor proposed all of the above.
  await byThird(await bodyFor('viktor', { roles: ['admin', 'compliance'] }))
  const { id } = await stageAs(desk, 'ines', payment(desk, '31.00'))
  await makeReady(desk, id)
  await expect(executeAs(desk, 'eli', id)).resolves.toMatchObject({ attempt: 1 })
})

it('and a row that makes an admin of somebody without two who agreed stops every hand-over', async () => {
  const { id } = await stageAs(desk, 'ines', { ...payment(desk, '32.00'), safeId: 'operations' })
  await makeReady(desk, id, ['ruth', 'tomas'])
  const put = (roles: string) =>
    asOwner(desk.database, `UPDATE member SET roles = $1::text[] WHERE id = 'tomas'`, [roles])
  await asOwner(desk.database, 'ALTER TABLE member DISABLE TRIGGER USER')
  await put('{admin,signer}')
  expect((await refusalOf(executeAs(desk, 'eli', id))).code).toBe('BLOCKED')
  await put('{signer}')
  await asOwner(desk.database, 'ALTER TABLE member ENABLE TRIGGER USER')
  await expect(executeAs(desk, 'eli', id)).resolves.toMatchObject({ attempt: 1 })
})
