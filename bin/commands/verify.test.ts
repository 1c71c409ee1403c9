import { execFile } from 'node:child_process'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { readCorpus } from '@/tests/fixtures/corpus/corpus-facts'

const launcher = path.resolve(import.meta.dirname, '../countersign.mjs')
const { cases } = readCorpus()
const named = (wanted: string) => cases.find(({ id }) => id === wanted)
let folder = ''

vi.setConfig({ testTimeout: 60_000 })

// Runs from a folder that is not the repository, as a signer with a file would.
const countersign = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [launcher, ...args], { cwd: folder, maxBuffer: 2 ** 28 }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
const file = async (name: string, content: unknown): Promise<string> => {
  await writeFile(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return name
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-transactions-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('says BLOCK of Bybit and exits 2', async () => {
  const { code, out, err } = await countersign('verify', await file('bybit.json', named('P001')))
  expect({ code, err }).toEqual({ code: 2, err: '' })
  expect(out).toContain('safeTxHash    0xb3476d061aeb8fc1d605a873c483a2402d88a68a9cdd1a8b47655dd55ba004f8')
  expect(out).toContain('DELEGATECALL_UNTRUSTED')
  expect(out.trimEnd()).toMatch(/Verdict {7}BLOCK 0x[0-9a-f]{64} countersign-rules\/\d+$/)
})

it('exits 0 for an honest payment, also when it is to be reviewed', async () => {
  const { code, out, err } = await countersign('verify', await file('honest.json', [named('P053'), named('P061')]))
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('Verdict       OK')
  expect(out).toContain('Verdict       REVIEW')
})

it('prints one object a line, in the order of the files', async () => {
  const files = [await file('a.json', [named('P053'), named('P001')]), await file('b.json', named('P055'))]
  const { code, out } = await countersign('verify', ...files, '--json')
  expect(code).toBe(2)
  const lines = out.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { id: 'P053', verdict: 'ok' },
    { id: 'P001', verdict: 'block' },
    { id: 'P055', verdict: 'ok' },
  ])
})

it('refuses a file in one line and judges nothing of it', async () => {
  const big = await file('big.json', '')
  await truncate(path.join(folder, big), 30_000_000)
  const spoilt = { ...named('P053'), safe: '0x1234' }
  const refused: [string, RegExp][] = [
    [await file('broken.json', '{"chainId":'), /^Refused: broken\.json: the file is not valid JSON/],
    [
      await file('spoilt.json', [named('P053'), spoilt]),
      /^Refused: spoilt\.json: item 1, field safe, is "0x1234"; expected an/,
    ],
    [await file('deep.json', `${'['.repeat(1e6)}${']'.repeat(1e6)}`), /^Refused: deep\.json: item 0 is an array of 1/],
    [big, /^Refused: big\.json: the file is larger than 20 MB/],
    ['absent.json', /^Refused: absent\.json: the file cannot be read \(ENOENT\)/],
  ]
  for (const [name, sentence] of refused) {
    const { code, out, err } = await countersign('verify', name, '--json')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(sentence)
    expect(err.trimEnd()).not.toContain('\n')
  }
})

it('answers about a batch of 100,000 calls and bytes that mean nothing', async () => {
  const batch = named('P055')
  const entry = `00${'11'.repeat(20)}${'00'.repeat(64)}`
  const packed = entry.repeat(100_000)
  const word = (value: number) => value.toString(16).padStart(64, '0')
  const huge = `0x8d80ff0a${word(32)}${word(packed.length / 2)}${packed}${'0'.repeat((64 - (packed.length % 64)) % 64)}`
  const withData = (data: string) => ({
    ...batch,
    safeTxHash: null,
    tx: { ...(batch as never as { tx: object }).tx, data },
  })
  const given = await file('huge.json', [
    withData(huge),
    withData('0x8d80ff0a'),
    withData(`0x8d80ff0a${'ff'.repeat(999)}`),
  ])
  const { code, out, err } = await countersign('verify', given, '--json')
  expect(err).toBe('')
  expect(code).toBe(2)
  expect(out.trimEnd().split('\n')).toHaveLength(3)
})

it('prints usage and exits 1 for anything else', async () => {
  for (const args of [['verify'], ['verify', '--json'], ['verify', 'a.json', '--loud']]) {
    const { code, err } = await countersign(...args)
    expect([code, err]).toEqual([1, 'Usage: countersign verify FILE… [--json]\n'])
  }
})
