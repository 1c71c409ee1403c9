import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createSocket, type Server } from 'node:net'
import { createServer as createSecure } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createFetchList } from '@/lib/io/fetch-list'

const LIMIT = 1000
const TEXT = `0x${'5a'.repeat(20)}\n`

type Answering = (response: ServerResponse, request: IncomingMessage) => void
const held: { answer: Answering; asked: IncomingMessage[] } = { answer: () => {}, asked: [] }
const server = createServer((request, response) => {
  held.asked.push(request)
  held.answer(response, request)
})
let base: string

beforeAll(async () => {
  await listen(server)
  base = `http://127.0.0.1:${portOf(server)}`
})
beforeEach(() => {
  held.asked = []
  held.answer = (response) => response.end(TEXT)
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const listen = (one: Server) => new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))
const portOf = (one: Server) => (one.address() as AddressInfo).port
const fetchHere = (path = '/list') => createFetchList([`${base}/`]).fetch(`${base}${path}`, LIMIT)

describe('a URL that somebody typed', () => {
  it.each([
    ['http://lists.example/a', 'does not begin with https://'],
    ['ftp://lists.example/a', 'does not begin with https://'],
    ['file:///etc/passwd', 'does not begin with https://'],
    ['https://lists.example:8443/a', 'names another port than 443'],
    ['https://user:secret@lists.example/a', 'holds a password'],
    ['https://lists.example/a#b', 'holds a #'],
    ['https://127.0.0.1/a', 'leads into a private network'],
    ['https://2130706433/a', 'leads into a private network'],
    ['https://0x7f.1/a', 'leads into a private network'],
    ['https://169.254.169.254/latest/meta-data', 'leads into a private network'],
    ['https://[::1]/a', 'leads into a private network'],
    ['https://[::ffff:10.0.0.1]/a', 'leads into a private network'],
    ['https://[64:ff9b::a00:1]/a', 'leads into a private network'],
    ['no url', 'is no URL'],
  ])('is refused before anything is asked: %s', async (url, why) => {
    const lists = createFetchList([], () => Promise.reject(new Error('nothing is looked up')))
    expect(lists.refusalOf(url)).toContain(why)
    expect(await lists.fetch(url, LIMIT)).toMatchObject({ ok: false, why: expect.stringContaining(why) })
  })

  it.each([
    'https://lists.example/a?key=1',
    'https://lists.example:443/',
    'https://1.1.1.1/a',
    'https://[2606:4700::1]/',
  ])('is taken: %s', (url) => expect(createFetchList([]).refusalOf(url)).toBeNull())
})

describe('a name', () => {
  it.each([
    ['a private address', ['10.1.2.3']],
    ['this machine', ['::1']],
    ['a public address and a private one', ['1.1.1.1', '192.168.0.1']],
  ])('that leads to %s is refused', async (_what, addresses) => {
    const lists = createFetchList([], async () => addresses)
    expect(await lists.fetch('https://lists.example/a', LIMIT)).toEqual({
      ok: false,
      why: 'lists.example leads into a private network.',
    })
  })

  it('is looked up once, and what it was then is connected to under its own name', async () => {
    const named: string[] = []
    const secure = createSecure({
      SNICallback: (servername, answer) => {
        named.push(servername)
        answer(new Error('it has no certificate'))
      },
    })
    await listen(secure)
    let looks = 0
    const url = `https://lists.internal:${portOf(secure)}/`
    const lists = createFetchList([url], async () => [(looks += 1) === 1 ? '127.0.0.1' : '127.0.0.9'])
    // Without a certificate of its name nothing is read from it.
    expect(await lists.fetch(`${url}a`, LIMIT)).toEqual({ ok: false, why: 'lists.internal cannot be reached.' })
    expect([named, looks]).toEqual([['lists.internal'], 1])
    secure.close()
  })

  it('that leads nowhere is told', async () => {
    expect(await createFetchList([], async () => []).fetch('https://lists.example/', LIMIT)).toMatchObject({
      ok: false,
    })
  })
})

describe('an endpoint of the environment', () => {
  it('is asked as it is, for the very path, with nothing of the desk', async () => {
    expect(await fetchHere('/list?day=1')).toEqual({ ok: true, text: TEXT })
    const [asked] = held.asked
    expect(asked?.url).toBe('/list?day=1')
    expect(Object.keys(asked?.headers ?? {}).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host'])
  })

  it('is no other one that begins alike', async () => {
    const lists = createFetchList([`${base}/lists/`])
    for (const path of ['/other', '/lists/../other', '/lists'])
      expect(await lists.fetch(`${base}${path}`, LIMIT)).toMatchObject({ ok: false })
    expect(held.asked).toEqual([])
    expect(await lists.fetch(`${base}/lists/a`, LIMIT)).toMatchObject({ ok: true })
  })
})

describe('an answer', () => {
  it.each<[what: string, answer: Answering, why: string]>([
    ['that leads elsewhere', (response) => response.writeHead(302, { location: '/b' }).end(), 'answered 302'],
    ['of a fault', (response) => response.writeHead(500).end(TEXT), 'answered 500'],
    ['without content', (response) => response.writeHead(204).end(), 'answered 204'],
    ['that is too long', (response) => response.end('x'.repeat(LIMIT + 1)), 'more than 0.001 MB'],
    [
      'that does not say how long it is, and is too long',
      (response) => {
        response.write('x'.repeat(LIMIT))
        setTimeout(() => response.end('x'), 20)
      },
      'more than 0.001 MB',
    ],
    [
      'that is packed',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000))),
      'packed form',
    ],
    [
      'that is cut off',
      (response) => {
        response.writeHead(200, { 'content-length': '500' })
        response.write(TEXT)
        setTimeout(() => response.destroy(), 20)
      },
      '127.0.0.1',
    ],
  ])('%s is refused', async (_what, answer, why) => {
    held.answer = answer
    expect(await fetchHere()).toMatchObject({ ok: false, why: expect.stringContaining(why) })
    expect(held.asked).toHaveLength(1)
  })

  it('is taken up to the very last byte, whatever its type says', async () => {
    held.answer = (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'.repeat(LIMIT))
    expect(await fetchHere()).toEqual({ ok: true, text: 'x'.repeat(LIMIT) })
  })

  it('from nobody is told, never thrown', async () => {
    const gone = createSocket()
    await listen(gone)
    const port = portOf(gone)
    await new Promise((resolve) => gone.close(resolve))
    await expect(
      new Promise((resolve, reject) => connect(port, '127.0.0.1').on('error', reject).on('connect', resolve)),
    ).rejects.toThrow()
    const url = `http://127.0.0.1:${port}/`
    expect(await createFetchList([url]).fetch(url, LIMIT)).toEqual({ ok: false, why: '127.0.0.1 cannot be reached.' })
  })
})
