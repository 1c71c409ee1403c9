import { afterAll, beforeAll, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import type { ReviewPage } from '@/lib/flows/review-page'
import { createChainReader } from '@/lib/io/chain-reader'
import { createRpc } from '@/lib/io/rpc'
import { createSimulator } from '@/lib/io/simulator'
import { compareEffects } from '@/lib/simulate/proof/compare-effects'
import { proveEffects } from '@/lib/simulate/proof/prove-effects'
import type { Witness } from '@/lib/simulate/proof/types'
import { NONCE_SLOT } from '@/lib/simulate/safe-slots'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type FailingNode, startFailingNode } from '@/tests/builders/failing-node'
import { type MoneyDesk, openMoneyDesk, payment, readPage, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let liar: FailingNode
beforeAll(async () => {
  chain = await startTestChain()
  const honest = await openMoneyDesk(chain)
  liar = await startFailingNode(chain.url)
  const rpc = createRpc(new Map([[local.id, [liar.url]]]))
  const io = { ...honest.deps.io, chain: createChainReader(rpc, { now: honest.now }), simulator: createSimulator(rpc) }
  desk = { ...honest, deps: { ...honest.deps, io } }
})
afterAll(async () => {
  await liar?.stop()
  await desk?.close()
  await chain?.stop()
})

/** What a browser does with the page that it is given and the witness that it asks for. */
async function ownRun({ id, reviewed }: ReviewPage) {
  const { staged, safe, effects } = reviewed.assessment
  if (effects.kind === 'unavailable' || safe === null) throw new Error('there are effects')
  const { hash: blockHash } = effects.block
  const witness = (await act(desk, 'ruth', 'read-witness', { withdrawalId: id, blockHash })) as Witness
  const subject = { chain: local, staged, state: safe, assets: reviewed.assets, blockHash }
  return compareEffects(await proveEffects(subject, witness), effects)
}

it('finds an honest review true', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk, '21.00'))
  expect(await ownRun(await readPage(desk, 'ruth', id))).toEqual([])
})

it('names what a node hides of the Safe’s storage, though the desk believes it', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk, '22.00'))
  const { safe } = (await readPage(desk, 'ruth', id)).reviewed.assessment.staged
  liar.falsify(({ method, params }, result) =>
    method === 'debug_traceCall' && JSON.stringify(params).includes('"diffMode":true')
      ? withoutSlot(result as Diff, safe.address.toLowerCase(), NONCE_SLOT)
      : result,
  )
  const page = await readPage(desk, 'ruth', id)
  const { effects } = page.reviewed.assessment
  expect(effects).toMatchObject({ kind: 'simulated', safeStorage: [] })
  expect(await ownRun(page)).toEqual([
    expect.stringContaining('The server does not show this change of the Safe’s storage: nonce'),
  ])
})

it('names an amount that a node makes smaller', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk, '23.00'))
  liar.falsify((_, result) => result)
  const page = await readPage(desk, 'ruth', id)
  const { effects } = page.reviewed.assessment
  if (effects.kind === 'unavailable') throw new Error('there are effects')
  const balances = effects.balances.map((one) => ({
    ...one,
    after: one.after > one.before ? one.before + 1n : one.after,
  }))
  const assessment = { ...page.reviewed.assessment, effects: { ...effects, balances } }
  const said = await ownRun({ ...page, reviewed: { ...page.reviewed, assessment } })
  expect(said.join(' ')).toContain('The server does not show this change of a balance')
})

it('gets no witness from a node whose proofs do not hold, or that does not know the block', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk, '24.00'))
  const { hash } = await desk.deps.io.chain.readHead(local.id)
  liar.falsify(({ method }, result) => {
    if (method !== 'eth_getProof') return result
    const { accountProof, ...rest } = result as { accountProof: string[] }
    return {
      ...rest,
      accountProof: accountProof.map((node) => node.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))),
    }
  })
  const asked = (blockHash: string) => act(desk, 'ruth', 'read-witness', { withdrawalId: id, blockHash })
  expect(await refusalOf(asked(hash))).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('Nothing proves'),
  })
  liar.falsify((_, result) => result)
  expect(await refusalOf(asked(`0x${'ab'.repeat(32)}`))).toMatchObject({ code: 'UNAVAILABLE' })
  await expect(asked(hash)).resolves.toMatchObject({ header: expect.stringMatching(/^0x/) })
})

type Diff = { readonly pre: Accounts; readonly post: Accounts }
type Accounts = Readonly<Record<string, { readonly storage?: Readonly<Record<string, string>> }>>

function withoutSlot({ pre, post }: Diff, account: string, slot: string): Diff {
  const cut = (accounts: Accounts): Accounts =>
    Object.fromEntries(
      Object.entries(accounts).map(([address, { storage = {}, ...rest }]) => {
        const left = Object.entries(storage).filter(
          ([key]) => address.toLowerCase() !== account || BigInt(key) !== BigInt(slot),
        )
        return [address, { ...rest, ...(Object.keys(storage).length > 0 && { storage: Object.fromEntries(left) }) }]
      }),
    )
  return { pre: cut(pre), post: cut(post) }
}
