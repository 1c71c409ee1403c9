import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { desc, eq } from 'drizzle-orm'
import { listLook } from '@/db/schema/lists'
import { createFetchList } from '@/lib/io/fetch-list'
import type { TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk } from '@/tests/builders/money-desk'
import { act, performJob } from '@/tests/builders/world'

/** A server of lists, whose answer the test says. */
export type ListServer = {
  readonly url: string
  answer: { status: number; text: string }
  asked: number
  readonly close: () => Promise<void>
}

export async function startListServer(): Promise<ListServer> {
  const server = createServer((_request, response) => {
    held.asked += 1
    response.writeHead(held.answer.status).end(held.answer.text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const held: ListServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    answer: { status: 200, text: '' },
    asked: 0,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return held
}

/** The money desk, whose environment allows this server. */
export async function openListDesk(chain: TestChain, { url }: ListServer): Promise<MoneyDesk> {
  const desk = await openMoneyDesk(chain)
  const io = { ...desk.deps.io, lists: createFetchList([url]) }
  return { ...desk, deps: { ...desk.deps, io } }
}

export const stranger = (at: number) => `0x${(at + 1).toString(16).padStart(40, '5')}`
export const STRANGERS = Array.from({ length: 9 }, (_, at) => stranger(at))

export const listOf = (addresses: readonly string[], more: object = {}) => ({
  ...{ listId: 'sanctions', name: 'Sanctions', source: 'The public page', format: 'plain', maxAgeHours: 24 },
  ...{ text: addresses.join('\n'), ...more },
})

export const importAs = (desk: MoneyDesk, who: string, addresses: readonly string[], more: object = {}) =>
  act(desk, who, 'import-list', listOf(addresses, more))

/** How the list is kept, with a reason. */
export const kept = (more: object = {}) => ({
  ...{ listId: 'sanctions', after: 0, maxAgeHours: 24, url: null, isRetired: false },
  ...{ reason: 'The auditor asked for it.', ...more },
})

export const changeAs = (desk: MoneyDesk, who: string, more: object = {}) => act(desk, who, 'change-list', kept(more))

export const refresh = async (desk: MoneyDesk) => ((await performJob(desk, 'refresh-lists')) as { asked: number }).asked

export const lastLook = async (desk: MoneyDesk) =>
  (await desk.db.select().from(listLook).where(eq(listLook.listId, 'sanctions')).orderBy(desc(listLook.number)))[0]
