import { readFileSync } from 'node:fs'
import { type Address, getAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readListings } from '@/db/queries/listings'
import { CHAINS } from '@/lib/chains/index'
import { readList } from '@/lib/assess/lists/read-list'
import type { ListFormat } from '@/lib/assess/lists/types'
import { flagged } from '@/lib/assess/rules/flagged'
import { runRules } from '@/lib/assess/run'
import type { Reviewed } from '@/lib/flows/gather-review'
import { readListFacts } from '@/lib/flows/list-facts'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { changeAs, listOf } from '@/tests/builders/list-desk'
import { type MoneyDesk, openMoneyDesk, PAYEE, payment } from '@/tests/builders/money-desk'
import { payEth, sampleFacts, troubles } from '@/tests/builders/sample-facts'
import { act } from '@/tests/builders/world'

const VIEWER = { memberId: 'noor', roles: ['compliance'] }
const LISTS: readonly [what: string, format: ListFormat, file: string, count: number][] = [
  ['OFAC’s advanced XML', 'ofac-xml', 'ofac-advanced.xml', 8],
  ['a plain list', 'plain', 'plain.txt', 3],
  ['the FBI’s list of the Bybit theft', 'json', 'fbi-psa250226.json', 51],
  ['a STIX bundle', 'stix', 'stix-bundle.json', 3],
]
const textOf = (file: string) => readFileSync(`tests/fixtures/lists/${file}`, 'utf8')
const upper = (address: string) => `0x${address.slice(2).toUpperCase()}`

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
})
afterAll(() => chain.stop())

const preview = async (recipient: string) => {
  const legs = [{ asset: chain.tokens.usdc, recipient, amount: '5.00' }]
  return ((await act(desk, 'ines', 'preview', { ...payment(desk), legs })) as { reviewed: Reviewed }).reviewed
    .assessment
}
const flaggedIn = async (recipient: string) =>
  (await preview(recipient)).findings
    .filter(({ code, outcome }) => code === 'RECIPIENT_FLAGGED' && outcome !== 'pass')
    .map(({ severity }) => severity)

describe.each(LISTS)('%s', (_what, format, file, count) => {
  const [first] = readList(format, textOf(file), new Date()).entries
  const listed = getAddress(first?.address ?? '0x')

  beforeAll(async () => {
    desk = await openMoneyDesk(chain)
    const answer = await act(desk, 'noor', 'import-list', { ...listOf([]), format, text: textOf(file) })
    expect(answer).toMatchObject({ entries: count, added: count })
  })
  afterAll(() => desk.close())

  it('is matched for every address that it has, and for no other', async () => {
    const all = readList(format, textOf(file), new Date()).entries.map(({ address }) => address)
    const { hits } = await readListFacts(desk.db, [...all, PAYEE.toLowerCase()], desk.now())
    expect(hits.map(({ address }) => address).toSorted()).toEqual([...all].toSorted())
  })

  it('blocks a payment to one of them in any letter case, and none to a contact that it does not have', async () => {
    for (const recipient of [listed, listed.toLowerCase(), upper(listed)])
      expect(await flaggedIn(recipient), recipient).toEqual(['critical'])
    expect((await preview(listed)).verdict).toBe('block')
    expect(await flaggedIn(PAYEE)).toEqual([])
  })

  it('is one address on every EVM chain', async () => {
    const { hits } = await readListFacts(desk.db, [listed.toLowerCase()], desk.now())
    const flaggedNow: readonly Address[] = hits.map(({ address }) => address)
    for (const { id } of CHAINS) {
      const facts = sampleFacts({ legs: [payEth(1n, listed)], facts: { flagged: flaggedNow } })
      const staged = { ...facts.staged, safe: { ...facts.staged.safe, chainId: id } }
      expect(troubles(runRules({ ...facts, staged }, [flagged])), String(id)).toEqual(['RECIPIENT_FLAGGED 1'])
      expect(troubles(runRules({ ...facts, staged, flagged: [] }, [flagged])), String(id)).toEqual([])
    }
  })

  it('blocks no more once the list has it no more, and its history keeps both', async () => {
    const rest = readList(format, textOf(file), new Date())
      .entries.map(({ address }) => address)
      .filter((address) => address !== listed.toLowerCase())
    // Kept apart from the list itself: few of these samples lose one address without losing a fifth.
    const strangers = Array.from({ length: 6 }, (_, at) => `0x${String(at + 1).repeat(40)}`)
    const other = { listId: 'copy', name: 'A copy of it', text: [...rest, ...strangers, listed].join('\n') }
    await act(desk, 'noor', 'import-list', listOf([], other))
    await changeAs(desk, 'viktor', { isRetired: true })
    expect(await flaggedIn(listed)).toEqual(['critical'])
    await act(desk, 'noor', 'import-list', listOf([], { ...other, text: [...rest, ...strangers].join('\n') }))
    expect(await flaggedIn(listed)).toEqual([])
    const said = (await readListings(desk.db, VIEWER, listed)).filter(({ listId }) => listId === 'copy')
    expect(said.map(({ isListed, snapshot }) => [isListed, snapshot.number])).toEqual([
      [true, 1],
      [false, 2],
    ])
  })
})
