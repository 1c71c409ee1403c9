import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Address, getAddress, padHex } from 'viem'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AbiSettings, createAbis } from '@/lib/io/abis'
import { createRpc } from '@/lib/io/rpc'

const TARGET: Address = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
const pay = { type: 'function', name: 'pay', inputs: [{ name: 'to', type: 'address' }], outputs: [] }
const functions = { '0x0c11dedd': 'pay(address to)' }
const published = (change: object = {}) =>
  JSON.stringify({ chainId: '1', address: TARGET, match: 'exact_match', abi: [pay], ...change })

type Answering = (response: ServerResponse, request: IncomingMessage) => void
const held: { answer: Answering; asked: string[]; open: number; most: number } = {
  answer: () => {},
  asked: [],
  open: 0,
  most: 0,
}
const server = createServer((request, response) => {
  held.asked.push(request.url ?? '')
  held.open += 1
  held.most = Math.max(held.most, held.open)
  response.on('close', () => (held.open -= 1))
  held.answer(response, request)
})
let sourcifyUrl: string
let folder: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  sourcifyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/server`
  folder = await mkdtemp(path.join(tmpdir(), 'abis-'))
  await mkdir(path.join(folder, '1'))
})
afterEach(() => {
  vi.restoreAllMocks()
  Object.assign(held, { answer: () => {}, asked: [], most: 0 })
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

const open = (settings: Partial<AbiSettings> = {}) => {
  let passed = 0
  const clock = { now: () => new Date(1_800_000_000_000 + passed) }
  const abis = createAbis({ folder: null, sourcifyUrl, ...settings }, createRpc(new Map()), clock)
  return { ...abis, pass: (seconds: number) => void (passed += seconds * 1_000) }
}
const answering =
  (text: string, status = 200): Answering =>
  (response) =>
    response.writeHead(status).end(text)
const failure = (sentence: string) => [{ address: TARGET, failure: expect.stringContaining(sentence) }]

describe('Sourcify', () => {
  it('is asked for the ABI of one contract of one chain, and answers with its match', async () => {
    held.answer = answering(published())
    expect(await open().lookUp(1, [TARGET])).toEqual([
      { address: TARGET, source: 'sourcify', match: 'exact_match', functions, absent: [] },
    ])
    expect(held.asked).toEqual([`/server/v2/contract/1/${TARGET}?fields=abi`])
    held.answer = answering(published({ match: 'match', address: TARGET.toLowerCase() }))
    expect(await open().lookUp(1, [TARGET])).toMatchObject([{ match: 'match' }])
  })

  const attacks: [what: string, answer: Answering, sentence: string][] = [
    ['that knows nothing', answering('{"match":null}', 404), 'Nobody published its source'],
    ['that is broken', answering('oops', 500), 'HTTP 500'],
    ['that says no JSON', answering('<html>'), 'not JSON'],
    ['that says something else', answering('{"abi":[]}'), 'not what its API says'],
    ['that matches nothing', answering(published({ match: null })), 'not what its API says'],
    ['that lies about the address', answering(published({ address: `0x${'11'.repeat(20)}` })), 'another contract'],
    ['that lies about the chain', answering(published({ chainId: '10' })), 'another contract'],
    ['with a hostile ABI', answering(published({ abi: [pay, pay] })), 'two functions with the selector'],
    ['with too long an answer', answering(published({ more: 'x'.repeat(1_000_001) })), 'larger than 1 MB'],
    [
      'that sends elsewhere',
      (response) => response.writeHead(302, { location: `${sourcifyUrl}/other` }).end(),
      'no connection',
    ],
    ['that hangs up', (response) => response.destroy(), 'no connection'],
    ['that never answers', () => {}, 'no answer within 3 s'],
    ['that never ends', (response) => void response.writeHead(200).write('{'), 'no answer within 3 s'],
  ]
  it.each(attacks)('%s is a failure with a name', async (_what, answer, sentence) => {
    held.answer = answer
    expect(await open().lookUp(1, [TARGET])).toEqual(failure(sentence))
    expect(held.asked).toHaveLength(1)
  })

  it('that is not there is a failure with a name', async () => {
    expect(await open({ sourcifyUrl: 'http://127.0.0.1:1' }).lookUp(1, [TARGET])).toEqual(failure('no connection'))
  })

  it('is asked once for what it knows and what it does not, and soon again after a failure', async () => {
    const { lookUp, pass } = open()
    held.answer = answering('oops', 500)
    await lookUp(1, [TARGET, TARGET])
    pass(59)
    expect(await lookUp(1, [TARGET])).toEqual(failure('HTTP 500'))
    expect(held.asked).toHaveLength(1)
    held.answer = answering(published())
    pass(2)
    for (let at = 0; at < 3; at += 1) expect(await lookUp(1, [TARGET])).toMatchObject([{ source: 'sourcify' }])
    expect(held.asked).toHaveLength(2)
    pass(3_601)
    await lookUp(1, [TARGET])
    expect(held.asked).toHaveLength(3)
  })

  it('gets no more than four questions at once, and fifty a look-up', async () => {
    held.answer = (response) => void setTimeout(() => response.writeHead(404).end(), 20)
    const many = Array.from({ length: 52 }, (_, at) => getAddress(padHex(`0x${(at + 1).toString(16)}`, { size: 20 })))
    const answers = await open().lookUp(1, many)
    expect(answers.map(({ address }) => address)).toEqual(many)
    expect(answers.at(-1)).toMatchObject({ failure: expect.stringContaining('50 contracts') })
    expect([held.asked.length, held.most]).toEqual([50, 4])
  })

  it('is not asked where it is not named', async () => {
    expect(await open({ sourcifyUrl: null }).lookUp(1, [TARGET])).toEqual(failure('no source of ABIs'))
    expect(held.asked).toEqual([])
  })
})

describe("the desk's own folder", () => {
  const write = (name: string, text: string) => writeFile(path.join(folder, '1', name), text)
  const forget = (name: string) => rm(path.join(folder, '1', name))

  it('goes before Sourcify, whatever the case of the name and the form of the file', async () => {
    for (const [name, text] of [
      [`${TARGET.toLowerCase()}.json`, JSON.stringify([pay])],
      [`${TARGET}.json`, JSON.stringify({ contractName: 'Payer', abi: [pay] })],
    ] as const) {
      await write(name, text)
      expect(await open({ folder }).lookUp(1, [TARGET])).toEqual([
        { address: TARGET, source: 'local-folder', functions, absent: [] },
      ])
      await forget(name)
    }
    expect(held.asked).toEqual([])
  })

  it('has nothing for another chain or address, and Sourcify is asked then', async () => {
    held.answer = answering(published({ chainId: '10' }))
    await write(`${TARGET}.json`, JSON.stringify([pay]))
    expect(await open({ folder }).lookUp(10, [TARGET])).toMatchObject([{ source: 'sourcify' }])
    expect(await open({ folder, sourcifyUrl: null }).lookUp(10, [TARGET])).toEqual(failure('has no ABI for it'))
    await forget(`${TARGET}.json`)
  })

  it.each([
    ['is not JSON', '[', 'is not JSON'],
    ['holds no ABI', '{"name":"x"}', 'holds no ABI'],
    ['is too large', ' '.repeat(1_000_001), 'larger than 1 MB'],
  ])('that %s is named on the page and in the log, and nobody else is asked', async (_what, text, sentence) => {
    const lines: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
    await write(`${TARGET}.json`, text)
    expect(await open({ folder }).lookUp(1, [TARGET])).toEqual(failure(sentence))
    expect(lines.join('')).toContain(TARGET)
    expect(lines.join('')).toContain(sentence)
    expect(held.asked).toEqual([])
    await forget(`${TARGET}.json`)
  })
})
