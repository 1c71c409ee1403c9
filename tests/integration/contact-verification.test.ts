import { hashMessage, type Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactStatement } from '@/lib/approve/contact-statement'
import { local } from '@/lib/chains/local'
import type { Json } from '@/lib/core/canonical'
import { readRegisteredRows } from '@/lib/flows/registered-rows'
import { surroundingsOn } from '@/lib/flows/registry'
import { readVerifications } from '@/lib/flows/verifications'
import { createChainReader } from '@/lib/io/chain-reader'
import { createRpc } from '@/lib/io/rpc'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type AskedCall, startFailingNode } from '@/tests/builders/failing-node'
import {
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { addressOf, agreeAs, change, contactsBody, proposeAs } from '@/tests/builders/proposals'
import { performJob } from '@/tests/builders/world'

const NOT_YET = '2999-01-01T00:00Z'

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

/** The same desk with these nodes, asked in this order. */
function withNodes(...urls: string[]): MoneyDesk {
  const reader = createChainReader(createRpc(new Map([[local.id, urls]])), { now: desk.now })
  return { ...desk, deps: { ...desk.deps, io: { ...desk.deps.io, chain: reader } } }
}
const minute = () => `${desk.now().toISOString().slice(0, 16)}Z`
const call = () => ({ how: 'call-back', by: 'Dana Roe', at: minute(), source: 'The contract of 2024' })
const withProof = (name: string, verification: object, address = addressOf(name)): Json => ({
  contacts: contactsBody(name, address).contacts.map((one) => ({ ...one, verification: verification as Json })),
})
const verificationOf = async (id: string) => (await readVerifications(desk.db)).get(id)
const shown = async (id: string) =>
  surroundingsOn(await readRegisteredRows(desk.db), local.id, desk.now()).contacts.find(({ entryId }) => entryId === id)
    ?.verification
const installation = async () => (await readRegisteredRows(desk.db)).installations[0]?.id ?? ''
const refusedAt = async (kind: string, body: Json) =>
  (await refusalOf(proposeAs(desk, 'viktor', kind, body))).problems.map(({ field }) => field)

describe('a call-back', () => {
  it('is recorded with the contact once two people agreed to it, and not before', async () => {
    const given = call()
    const id = await proposeAs(desk, 'viktor', 'add-contacts', withProof('Alder Freight', given))
    expect(await verificationOf('alder-freight')).toBeUndefined()
    await agreeAs(desk, 'sora', id)
    expect(await verificationOf('alder-freight')).toEqual(given)
    expect(await shown('alder-freight')).toEqual(given)
  })

  it('is refused in the future, at no time, or without where the number is from', async () => {
    expect(await refusedAt('add-contacts', withProof('Birch', { ...call(), at: NOT_YET }))).toEqual([
      'body.contacts.0.verification.at',
    ])
    expect(await refusedAt('add-contacts', withProof('Birch', { ...call(), at: '2026-02-30T10:00Z' }))).toEqual([
      'body.contacts.0.verification.at',
    ])
    expect(await refusedAt('add-contacts', withProof('Birch', { ...call(), source: '' }))).toEqual([
      'body.contacts.0.verification.source',
    ])
  })

  it('of nobody is shown of an entry that nobody said more of', async () => {
    await change(desk, 'add-contacts', contactsBody('Cedar Freight'))
    expect(await verificationOf('cedar-freight')).toBeUndefined()
    expect(await shown('cedar-freight')).toBeUndefined()
  })
})

describe('a signed message', () => {
  const owner = privateKeyToAccount(generatePrivateKey())
  const signed = async (name: string, by = owner): Promise<object> => {
    const statement = { installation: await installation(), chainId: local.id, name, address: owner.address }
    return { how: 'signed-message', signature: await by.signMessage({ message: contactStatement(statement) }) }
  }

  it('counts when the address itself signed it for this desk and this name', async () => {
    await change(desk, 'add-contacts', withProof('Dogwood', await signed('Dogwood'), owner.address))
    expect(await verificationOf('dogwood')).toEqual({ how: 'signed-message', signer: 'key' })
  })

  it('is refused by another key, for another name, for another desk, or as no signature at all', async () => {
    const other = privateKeyToAccount(generatePrivateKey())
    const elsewhere = { installation: 'elsewhere', chainId: local.id, name: 'Elm', address: other.address }
    const foreign = await other.signMessage({ message: contactStatement(elsewhere) })
    const field = ['body.contacts.0.verification.signature']
    for (const verification of [
      await signed('Elm', other),
      { how: 'signed-message', signature: foreign },
      { how: 'signed-message', signature: '0x1234' },
    ])
      expect(await refusedAt('add-contacts', withProof('Elm', verification, other.address))).toEqual(field)
    const own = privateKeyToAccount(generatePrivateKey())
    const statement = { installation: await installation(), chainId: local.id, name: 'Fir', address: own.address }
    const signature = await own.signMessage({ message: contactStatement(statement) })
    const body = withProof('Another name', { how: 'signed-message', signature }, own.address)
    expect(await refusedAt('add-contacts', body)).toEqual(field)
    await change(desk, 'add-contacts', withProof('Fir', { how: 'signed-message', signature }, own.address))
    expect(await verificationOf('fir')).toEqual({ how: 'signed-message', signer: 'key' })
  })

  it('is a contract’s where the contract says so, and of no other contract', async () => {
    const [yes, no] = [addressOf('a contract that signs'), addressOf('a contract that signs nothing')]
    // Returns the magic value of ERC-1271, and reverts.
    const says: Hex = `0x7f1626ba7e${'0'.repeat(56)}60005260206000f3`
    await chain.client.setCode({ address: yes, bytecode: says })
    await chain.client.setCode({ address: no, bytecode: '0x60006000fd' })
    const verification = { how: 'signed-message', signature: hashMessage('whatever it takes') }
    expect(await refusedAt('add-contacts', withProof('Gorse', verification, no))).toEqual([
      'body.contacts.0.verification.signature',
    ])
    await change(desk, 'add-contacts', withProof('Gorse', verification, yes))
    expect(await verificationOf('gorse')).toEqual({ how: 'signed-message', signer: 'contract' })
    expect(await shown('gorse')).toEqual({ how: 'signed-message', signer: 'contract' })
  })

  it('is nobody’s because one node says so, and a contract’s where all nodes say it', async () => {
    const [nobody, contract] = [addressOf('an address without code'), addressOf('a contract that two nodes know')]
    const says: Hex = `0x7f1626ba7e${'0'.repeat(56)}60005260206000f3`
    await chain.client.setCode({ address: contract, bytecode: says })
    const verification = { how: 'signed-message', signature: hashMessage('whatever it takes') }
    const liar = await startFailingNode(chain.url)
    const lie = ({ method, params }: AskedCall, result: unknown) => {
      if (!JSON.stringify(params).toLowerCase().includes(nobody.toLowerCase())) return result
      if (method === 'eth_getCode') return says
      return method === 'eth_call' ? `0x1626ba7e${'0'.repeat(56)}` : result
    }
    try {
      liar.falsify(lie)
      for (const urls of [
        [liar.url, chain.url],
        [chain.url, liar.url],
      ]) {
        const refusal = await refusalOf(
          proposeAs(withNodes(...urls), 'viktor', 'add-contacts', withProof('Holly', verification, nobody)),
        )
        expect(refusal).toMatchObject({ code: 'UNAVAILABLE' })
        for (const url of urls) expect(refusal.message).toContain(new URL(url).host)
      }
      // A node that is silent leaves one, and one is not enough.
      liar.failOn(() => ({ error: 'rate limit exceeded' }))
      const alone = proposeAs(
        withNodes(liar.url, chain.url),
        ...(['viktor', 'add-contacts', withProof('Holly', verification, contract)] as const),
      )
      expect(await refusalOf(alone)).toMatchObject({ code: 'UNAVAILABLE' })
      liar.failOn(() => null)
      await change(withNodes(liar.url, chain.url), 'add-contacts', withProof('Holly', verification, contract))
      expect(await verificationOf('holly')).toEqual({ how: 'signed-message', signer: 'contract' })
    } finally {
      await liar.stop()
    }
  })

  it('is nobody’s where there is no code, whatever a call there answers', async () => {
    const nobody = addressOf('another address without code')
    const liar = await startFailingNode(chain.url)
    liar.falsify(({ method }, result) => (method === 'eth_call' ? `0x1626ba7e${'0'.repeat(56)}` : result))
    const verification = { how: 'signed-message', signature: hashMessage('whatever it takes') }
    const body = withProof('Ivy', verification, nobody)
    const refusal = await refusalOf(proposeAs(withNodes(liar.url), 'viktor', 'add-contacts', body))
    await liar.stop()
    expect(refusal.problems.map(({ field }) => field)).toEqual(['body.contacts.0.verification.signature'])
  })
})

describe('a test transfer', () => {
  it('is an executed payment of this desk to that address, confirmed afterwards, and nothing less', async () => {
    const entryId = 'meridian-custody'
    const { id } = await stageAs(desk, 'ines', payment(desk, '1.00'))
    const given = (part: object = {}): Json => ({
      entryId,
      verification: { how: 'test-transfer', by: 'Dana Roe', at: minute(), withdrawalId: id, ...part },
    })
    const field = ['body.verification.withdrawalId']
    expect(await refusedAt('verify-contact', given())).toEqual(field)
    await makeReady(desk, id)
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
    expect(await refusedAt('verify-contact', given())).toEqual(field)
    expect(await followUntilFinal(desk, id)).toBe('executed')
    const early = new Date(desk.now().getTime() - 3_600_000).toISOString().slice(0, 16)
    expect(await refusedAt('verify-contact', given({ at: `${early}Z` }))).toEqual(['body.verification.at'])
    expect(await refusedAt('verify-contact', { ...(given() as object), entryId: 'exchange-deposit' })).toEqual(field)
    expect(await refusedAt('verify-contact', { ...(given() as object), entryId: 'nobody' })).toEqual(['body.entryId'])
    await change(desk, 'verify-contact', given())
    expect(await shown(entryId)).toMatchObject({ how: 'test-transfer', withdrawalId: id })
  })

  it('stands beside the recipient in the next review, and the hand-over goes on', async () => {
    await performJob(desk, 'sign-checkpoint')
    const { id } = await stageAs(desk, 'ines', payment(desk, '2.00'))
    const { contacts } = surroundingsOn(await readRegisteredRows(desk.db), local.id, desk.now())
    expect(contacts.find(({ address }) => address === PAYEE)?.verification?.how).toBe('test-transfer')
    await makeReady(desk, id)
    await expect(executeAs(desk, 'eli', id)).resolves.toMatchObject({ attempt: 1 })
  })
})
