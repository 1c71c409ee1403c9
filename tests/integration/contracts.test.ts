import { createTestClient, http, type Hex, parseAbi, encodeFunctionData } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, safe } from '@/db/schema/registry'
import { local } from '@/lib/chains/local'
import type { Json } from '@/lib/core/canonical'
import type { Reviewed } from '@/lib/flows/gather-review'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { executeAs, makeReady, type MoneyDesk, openMoneyDesk, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { addressOf, agreeAs, change, contactsBody, proposeAs } from '@/tests/builders/proposals'
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

const STAKE = 'stake(uint256 amount)'
/** Takes any call and does nothing; the second does so in other bytes. */
const [STOPS, STOPS_OTHERWISE]: readonly Hex[] = ['0x00', '0x600050']

const put = (address: Hex, bytecode: Hex) =>
  createTestClient({ mode: 'anvil', transport: http(chain.url) }).setCode({ address, bytecode })

async function pool(name: string, code: Hex = '0x00'): Promise<Hex> {
  const address = addressOf(name)
  await put(address, code)
  return address
}

const bodyFor = async (address: Hex, part: Partial<Record<string, Json>> = {}) => ({
  ...{ chainId: local.id, address, version: 0, name: `Pool ${address.slice(2, 8)}`, functions: [STAKE] },
  ...(await desk.deps.io.chain.readCodePin(local.id, address)),
  ...part,
})

const staking = (to: string, method = STAKE) => ({
  ...{ safeId: 'operations', legs: [], purpose: 'Stake what lies idle', reference: '' },
  call: { to, method, values: ['5'], gives: [] },
})

const provenanceOf = async (input: object) =>
  ((await act(desk, 'ines', 'preview', input)) as { reviewed: Reviewed }).reviewed.assessment.call.provenance

describe('a contract that two people registered', () => {
  it('is called by the functions that they read, and preflight believes it', async () => {
    const address = await pool('first pool')
    expect(await refusalOf(act(desk, 'ines', 'preview', staking(address)))).toMatchObject({ code: 'BAD_INPUT' })
    await change(desk, 'set-contract', await bodyFor(address))
    await change(desk, 'add-contacts', contactsBody('First pool', address))
    await performJob(desk, 'sign-checkpoint')
    const staged = await stageAs(desk, 'ines', staking(address))
    expect(staged.state).toBe('awaiting-approvals')
    await makeReady(desk, staged.id)
    await expect(executeAs(desk, 'eli', staged.id)).resolves.toMatchObject({ attempt: 1 })
    expect(await refusalOf(act(desk, 'ines', 'preview', staking(address, 'drain(uint256 amount)')))).toMatchObject({
      problems: [{ field: 'call.method' }],
    })
  })

  it('counts only for the code that they looked at', async () => {
    const address = await pool('second pool', STOPS)
    await change(desk, 'set-contract', await bodyFor(address))
    await change(desk, 'add-contacts', contactsBody('Second pool', address))
    await performJob(desk, 'sign-checkpoint')
    const staged = await stageAs(desk, 'ines', staking(address))
    await makeReady(desk, staged.id)
    await put(address, STOPS_OTHERWISE ?? '0x')
    expect((await refusalOf(executeAs(desk, 'eli', staged.id))).code).toMatch(/BLOCKED|STALE/)
    expect(await refusalOf(act(desk, 'ines', 'preview', staking(address)))).toMatchObject({
      ...{ code: 'BAD_INPUT', message: expect.stringMatching(/^Pool .* runs other code now/) as string },
      problems: [{ field: 'call.method' }],
    })
    // Looked at again by two people, it counts again; with no function left, no more.
    await change(desk, 'set-contract', await bodyFor(address, { version: 1 }))
    expect(await provenanceOf(staking(address))).toBe('registered')
    await change(desk, 'set-contract', await bodyFor(address, { version: 2, functions: [] }))
    expect(await refusalOf(act(desk, 'ines', 'preview', staking(address)))).toMatchObject({ code: 'BAD_INPUT' })
  })

  it('that passes its calls on counts only for the implementation that they looked at', async () => {
    const [one, other] = [await pool('implementation one', STOPS), await pool('implementation two', STOPS_OTHERWISE)]
    // EIP-1167: a proxy that always passes its calls to the address in its code.
    const proxyTo = (target: Hex): Hex => `0x363d3d373d3d3d363d73${target.slice(2)}5af43d82803e903d91602b57fd5bf3`
    const address = await pool('third pool', proxyTo(one))
    const body = await bodyFor(address)
    expect(body.implementation).toBe(one)
    await change(desk, 'set-contract', body)
    expect(await provenanceOf(staking(address))).toBe('registered')
    await put(one, STOPS_OTHERWISE ?? '0x')
    expect(await refusalOf(act(desk, 'ines', 'preview', staking(address)))).toMatchObject({ code: 'BAD_INPUT' })
    await put(one, STOPS ?? '0x')
    expect(await provenanceOf(staking(address))).toBe('registered')
    // Nothing pins what runs behind a proxy behind a proxy.
    await put(other, proxyTo(one))
    await put(address, proxyTo(other))
    expect(await refusalOf(bodyFor(address))).toMatchObject({ code: 'BLOCKED' })
  })

  it('takes no token that its simulation shows and the request does not', async () => {
    const abi = parseAbi(['function transfer(address to, uint256 amount)'])
    const stake = 'transfer(address to, uint256 amount)'
    const token = chain.tokens.stuck
    await change(desk, 'set-contract', await bodyFor(token, { functions: [stake], name: 'A token as a pool' }))
    const input = {
      ...staking(token, stake),
      call: { to: token, method: stake, values: [addressOf('x'), '5'], gives: [] },
    }
    const { reviewed } = (await act(desk, 'ines', 'preview', input)) as { reviewed: Reviewed }
    expect(reviewed.assessment.staged.tx.data).toBe(encodeFunctionData({ abi, args: [addressOf('x'), 5n] }))
    expect(reviewed.requirement.decision).toBe('block')
  })
})

describe('a registration', () => {
  const FAULTS: readonly [string, Partial<Record<string, Json>>, string][] = [
    ['of other code', { codeHash: `0x${'11'.repeat(32)}` }, 'codeHash'],
    ['that follows on another version', { version: 3 }, 'version'],
    ['of nothing', { functions: [] }, 'functions'],
    ['of what is no function', { functions: ['stake'] }, 'functions.0'],
    ['of one function twice', { functions: ['stake(uint256 a)', 'stake(uint256 b)'] }, 'functions.1'],
    ['out of order', { functions: ['stake(uint256 a)', 'claim()'] }, 'functions'],
  ]
  it.each(FAULTS)('%s is refused at its field', async (_, part, field) => {
    const address = await pool('fifth pool')
    const body = (await bodyFor(address, part)) as Json
    expect(await refusalOf(proposeAs(desk, 'viktor', 'set-contract', body))).toMatchObject({
      problems: [{ field: `body.${field}` }],
    })
  })

  it('of an address without code, or of a Safe of this desk, is refused', async () => {
    expect(await refusalOf(bodyFor(addressOf('no pool at all')))).toMatchObject({ code: 'NOT_FOUND' })
    const [served] = await desk.db.select().from(safe)
    const address = served?.address as Hex
    const body = (await bodyFor(address)) as Json
    expect(await refusalOf(proposeAs(desk, 'viktor', 'set-contract', body))).toMatchObject({
      problems: [{ field: 'body.address' }],
    })
  })

  it('that two would make at once is made once', async () => {
    const address = await pool('sixth pool')
    const body = (await bodyFor(address)) as Json
    const [first, second] = [
      await proposeAs(desk, 'viktor', 'set-contract', body),
      await proposeAs(desk, 'viktor', 'set-contract', body),
    ]
    const answers = await Promise.allSettled([agreeAs(desk, 'sora', first), agreeAs(desk, 'sora', second)])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('that nobody agreed to stops every hand-over, whoever wrote it into the table', async () => {
    const address = await pool('seventh pool')
    await change(desk, 'set-contract', await bodyFor(address))
    await change(desk, 'add-contacts', contactsBody('Seventh pool', address))
    await performJob(desk, 'sign-checkpoint')
    const staged = await stageAs(desk, 'ines', { ...staking(address), safeId: 'treasury' })
    await makeReady(desk, staged.id, ['ruth', 'tomas', 'aiko', 'bram'])
    const [row] = await desk.db.select().from(contract)
    if (!row) throw new Error('one is registered')
    const forged = { ...row, address: addressOf('eighth pool'), version: 1, name: 'Forged' }
    await desk.db.insert(contract).values(forged)
    expect((await refusalOf(executeAs(desk, 'eli', staged.id))).message).toContain(`The contract ${local.id}:`)
    const wall = (verb: string) => asOwner(desk.database, `ALTER TABLE contract ${verb} TRIGGER append_only`)
    await wall('DISABLE')
    await asOwner(desk.database, 'DELETE FROM contract WHERE address = $1', [forged.address])
    await wall('ENABLE')
    await expect(executeAs(desk, 'eli', staged.id)).resolves.toMatchObject({ attempt: 1 })
  })
})
