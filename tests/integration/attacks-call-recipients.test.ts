import { createTestClient, http, type Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import type { Json } from '@/lib/core/canonical'
import type { Reviewed } from '@/lib/flows/gather-review'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { addressOf, change, contactsBody } from '@/tests/builders/proposals'
import { act, performJob } from '@/tests/builders/world'

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

/** Hands on what it is sent to the address at this place of its calldata. */
const payer = (place: number): Hex => `0x600060006000600034${`60${place.toString(16).padStart(2, '0')}`}355af100`
/** Takes what it is sent. */
const STOPS: Hex = '0x00'
const LISTED = addressOf('a listed thief')
/** Like Meridian Custody at both ends. */
const TWIN = `${PAYEE.slice(0, 10)}${'7'.repeat(24)}${PAYEE.slice(-8)}`.toLowerCase()

async function register(name: string, code: Hex, method: string): Promise<Hex> {
  const address = addressOf(name)
  await createTestClient({ mode: 'anvil', transport: http(chain.url) }).setCode({ address, bytecode: code })
  const pin = await desk.deps.io.chain.readCodePin(local.id, address)
  await change(desk, 'set-contract', {
    chainId: local.id,
    address,
    version: 0,
    name,
    functions: [method],
    ...pin,
  } as Json)
  await change(desk, 'add-contacts', contactsBody(name, address))
  await performJob(desk, 'sign-checkpoint')
  return address
}

const calling = (to: string, method: string, values: string[], safeId = 'treasury') => ({
  ...{ safeId, legs: [], purpose: 'Pay out what is due', reference: '' },
  call: { to, method, values, gives: [{ asset: 'native', amount: '1' }] },
})

async function look(input: object) {
  const { reviewed } = (await act(desk, 'ines', 'preview', input)) as { reviewed: Reviewed }
  const { assessment, requirement } = reviewed
  return {
    decision: requirement.decision,
    reasons: requirement.reasons,
    verdict: assessment.verdict,
    codes: assessment.findings
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ code, severity }) => `${code}:${severity}`),
    gains:
      assessment.effects.kind === 'simulated'
        ? assessment.effects.balances.map((b) => `${b.account} ${b.asset} ${b.after - b.before}`)
        : [],
  }
}

const METHODS: readonly [string, string, number, (who: string) => string[]][] = [
  ['Named to', 'pay(address to, uint256 note)', 4, (who) => [who, '1']],
  ['Named payee', 'pay2(address payee, uint256 note)', 4, (who) => [who, '1']],
  ['Unnamed', 'pay3(address,uint256)', 4, (who) => [who, '1']],
  [
    'Array',
    'disperseEther(address[] recipients, uint256[] values)',
    0x64,
    (who) => [`["${who}"]`, '["1000000000000000000"]'],
  ],
]

it('a listed address is stopped however the called function names it', async () => {
  await act(desk, 'noor', 'import-list', {
    ...{ listId: 'sanctions', name: 'Sanctions', source: 'The public page', format: 'plain', maxAgeHours: 24 },
    text: LISTED,
  })
  const found: Record<string, unknown> = {}
  for (const [name, method, place, values] of METHODS) {
    const to = await register(name, payer(place), method)
    found[`${name} listed`] = await look(calling(to, method, values(LISTED)))
    found[`${name} twin`] = await look(calling(to, method, values(TWIN)))
  }
  for (const [name] of METHODS)
    expect((found[`${name} listed`] as { codes: string[] }).codes, name).toContain('RECIPIENT_FLAGGED:critical')
})

describe('a bridge that takes its recipient as bytes32', () => {
  const BRIDGE = 'wrapAndTransferETH(uint16 recipientChain, bytes32 recipient, uint256 arbiterFee, uint32 nonce)'
  const padded = (address: string) => `0x${'0'.repeat(24)}${address.slice(2).toLowerCase()}`
  const bridging = (recipient: string) => calling(addressOf('bridge'), BRIDGE, ['1', recipient, '0', '0'])
  const treasury = () => desk.safes.find(({ id }) => id === 'treasury')?.address ?? '0x'
  beforeAll(() => register('bridge', STOPS, BRIDGE))

  it('is not called for a stranger: who gains there is named like anybody else', async () => {
    const found = await look(bridging(padded(addressOf('a thief elsewhere'))))
    expect(found.codes).toContain('INTENT_MISMATCH:critical')
    expect([found.verdict, found.decision]).toEqual(['block', 'block'])
    expect((await look(bridging(padded(LISTED)))).codes).toContain('RECIPIENT_FLAGGED:critical')
  })

  it('is called for the Safe itself, as quietly as ever', async () => {
    const found = await look(bridging(padded(treasury())))
    expect([found.verdict, found.decision, found.codes.filter((it) => !/:(low|info)$/.test(it))]).toEqual([
      ...['ok', 'allow', []],
    ])
  })

  it('is held, and taken on by name, for whom nothing here can read', async () => {
    const found = await look(bridging(`0x${'0b3f2f0c1d7a4e5b'.repeat(4)}`))
    expect(found.codes).toContain('RECIPIENT_UNREADABLE:high')
    expect([found.verdict, found.decision]).toEqual(['warn', 'hold'])
  })
})

it('no call pays an address that is listed and frozen', async () => {
  const [name, method, , values] = METHODS[3] as (typeof METHODS)[number]
  await act(desk, 'noor', 'freeze', { scope: { kind: 'counterparty', id: LISTED.toLowerCase() }, reason: 'A thief' })
  const plain = {
    ...{ safeId: 'treasury', purpose: 'The plain payment, which is stopped', reference: '' },
    legs: [{ asset: 'native', recipient: LISTED, amount: '1' }],
  }
  expect((await refusalOf(stageAs(desk, 'ines', plain))).message).toContain('frozen')
  const pay = async () => {
    const { id } = await stageAs(desk, 'ines', calling(addressOf(name), method, values(LISTED)))
    await makeReady(desk, id, ['ruth', 'tomas', 'aiko', 'bram'])
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
  }
  await pay().catch(() => undefined)
  expect(await chain.client.getBalance({ address: LISTED })).toBe(0n)
})
