import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIo } from '@/lib/io/io'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { importAs, outsideTx, pasted, readImport, serviceJson } from '@/tests/builders/import-desk'
import { dataOf } from '@/tests/builders/judged-call'
import { type MoneyDesk, openMoneyDesk } from '@/tests/builders/money-desk'

const CONTRACT = '0x1111111254EEB25477B68fb85Ed929f73A960582'
const CALL = dataOf('frobnicate(address,uint256)', [CONTRACT, 7n])

let chain: TestChain
let desk: MoneyDesk
let folder: string

beforeAll(async () => {
  chain = await startTestChain()
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-abis-'))
  await mkdir(path.join(folder, '31337'))
  const inputs = [
    { name: 'whom', type: 'address' },
    { name: 'howMuch', type: 'uint256' },
  ]
  const entry = { type: 'function', name: 'frobnicate', stateMutability: 'nonpayable', inputs, outputs: [] }
  await writeFile(path.join(folder, '31337', `${CONTRACT}.json`), JSON.stringify([entry]))
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
  await rm(folder, { recursive: true, force: true })
})

const abisFrom = (source: string | null) =>
  createIo({
    ...{ rpcUrls: new Map([[31337, [chain.url]]]), signatureKey: new Uint8Array(32) },
    abis: { folder: source, sourcifyUrl: null },
  }).abis

async function importWith(source: string | null, nonce: bigint) {
  const io = { ...desk.deps.io, abis: abisFrom(source) }
  const own = { ...desk, deps: { ...desk.deps, io } }
  const staged = outsideTx(desk, { to: CONTRACT, value: 0n, data: CALL, nonce })
  const { importId } = await importAs(own, 'noor', pasted(serviceJson(staged)))
  return readImport(desk, 'ines', importId)
}

it('an ABI that the desk finds when it is brought stays with the import, for people and for no rule', async () => {
  const [named, bare] = [await importWith(folder, 40n), await importWith(null, 41n)]
  expect(named.assessment.call.names).toMatchObject([
    { signature: 'frobnicate(address,uint256)', abi: { source: 'local-folder' } },
  ])
  expect(named.assessment.call.names[0]?.arguments?.map(({ name, value }) => [name, value])).toEqual([
    ['whom', CONTRACT],
    ['howMuch', '7'],
  ])
  expect(named.abiFailures).toEqual([])
  expect(bare.abiFailures).toEqual(['This desk has no source of ABIs.'])
  expect(bare.assessment.call.names).toEqual([])
  const codes = (page: typeof named) => page.assessment.findings.map(({ code, outcome }) => `${code} ${outcome}`)
  expect(codes(named)).toEqual(codes(bare))
  expect(codes(named)).toContain('UNDECODED_CALLDATA fail')
})

it('says which contract has none', async () => {
  const staged = outsideTx(desk, { to: '0x2222222222222222222222222222222222222222', data: CALL, nonce: 42n })
  const own = { ...desk, deps: { ...desk.deps, io: { ...desk.deps.io, abis: abisFrom(folder) } } }
  const { importId } = await importAs(own, 'noor', pasted(serviceJson(staged)))
  expect((await readImport(desk, 'ines', importId)).abiFailures).toEqual([
    expect.stringContaining('No ABI for 0x2222222222222222222222222222222222222222.'),
  ])
})
