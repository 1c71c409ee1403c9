import { execFile } from 'node:child_process'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { jsonFormat } from '@/lib/audit/formats/json'
import { buildPack } from '@/lib/audit/pack'
import type { EvidencePack } from '@/lib/audit/types'
import { sampleCheckpoint, sampleLeaves, sampleLog } from '@/tests/builders/sample-log'
import { honestEntries, packOf } from '@/tests/builders/sample-pack'

const launcher = path.resolve(import.meta.dirname, '../countersign.mjs')
const log = sampleLog()
let folder = ''

vi.setConfig({ testTimeout: 30_000 })

// Runs from a folder that is not the repository, as an auditor with a file would.
const countersign = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [launcher, ...args], { cwd: folder }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(path.join(folder, name), content)
  return name
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-verify-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('exits 0 with a short summary for an honest log', async () => {
  const honest = await file('honest.json', jsonFormat.render(log))
  const { code, out, err } = await countersign('audit', 'verify', honest)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('Verified: the log of 10 events is whole')
  expect(out).toContain(log.publicKey)
  expect((await countersign('audit', 'verify', honest, '--key', log.publicKey)).code).toBe(0)
})

it('exits 1 naming the first bad event', async () => {
  const leaves = log.leaves.with(6, (log.leaves[6] ?? '').replace('"stage"', '"reject"'))
  const { code, out } = await countersign(
    'audit',
    'verify',
    await file('bad.json', jsonFormat.render({ ...log, leaves })),
  )
  expect(code).toBe(1)
  expect(out).toBe(
    'Not verified. First bad event: 6. Event 6 was changed: its content does not have the hash recorded for it.\n',
  )
})

it('verifies an evidence pack and names the event whose section was changed', async () => {
  const pack = packOf(honestEntries())
  const honest = await countersign('audit', 'verify', await file('pack.json', jsonFormat.render(pack)))
  expect(honest.out).toContain('Verified: 13 events and 10 sections are the ones in the signed log.')
  expect(honest.out).toContain('Proven by passkeys: the staging, 2 approvals (2 count), hand-overs: 1.')
  expect(honest.code).toBe(0)
  const changed = { ...pack, withdrawal: { ...pack.withdrawal, 'withdrawal/W-1/1': { amount: '4' } } }
  const { code, out } = await countersign('audit', 'verify', await file('changed.json', jsonFormat.render(changed)))
  expect(code).toBe(1)
  expect(out).toMatch(/^Not verified. First bad event: 6\. Section withdrawal\/W-1\/1 is not what event 6 logged/)
})

it('exits 1 for a pack that is in the log but tells of no proven withdrawal', async () => {
  const refusalOf = async (pack: EvidencePack) => {
    const { code, out } = await countersign('audit', 'verify', await file('forged.json', jsonFormat.render(pack)))
    return [code, out]
  }
  const leaves = sampleLeaves(10)
  const unproven = buildPack({
    installation: log.installation,
    publicKey: log.publicKey,
    withdrawal: { 'withdrawal/w3/1': { amount: '3' } },
    leaves: leaves.slice(3, 4).map(({ json }) => json),
    leafHashes: leaves.map(({ hash }) => hash),
    checkpoint: sampleCheckpoint(leaves, 10),
  })
  expect(await refusalOf(unproven)).toEqual([
    1,
    'Not verified. First bad event: 3. Event 0 is missing: a pack begins with the whole setup of the desk.\n',
  ])
  const withheld = packOf(honestEntries(), { isHeld: ({ type }) => type !== 'installation' && type !== 'approval' })
  expect(await refusalOf(withheld)).toEqual([
    1,
    'Not verified. First bad event: 9. Section approval/by ruth/1, named by event 9, is missing from the pack.\n',
  ])
})

it('exits 1 with one line for a file that is no export', async () => {
  const big = await file('big.json', '')
  await truncate(path.join(folder, big), 20 * 1024 * 1024 + 1)
  const refused: [string, RegExp][] = [
    [await file('broken.json', '{"format":'), /^Not verified: The file is not valid JSON/],
    [await file('latin1.json', Uint8Array.of(0x22, 0xe9, 0x22)), /^Not verified: the file is not UTF-8 text/],
    [big, /^Not verified: the file is larger than 20 MB/],
    ['absent.json', /^Not verified: the file cannot be read \(ENOENT\)/],
    ['.', /^Not verified: the path is not a file/],
  ]
  for (const [name, sentence] of refused) {
    const { code, out, err } = await countersign('audit', 'verify', name)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(sentence)
    expect(err.trimEnd()).not.toContain('\n')
  }
})

it('says what is wrong with a key', async () => {
  const { code, err } = await countersign('audit', 'verify', 'a', '--key', 'AAAA')
  expect(code).toBe(1)
  expect(err).toContain('The key after --key is not the base64 text of 32 bytes')
})

it('prints usage and exits 1 for anything else', async () => {
  for (const args of [[], ['nonsense'], ['audit'], ['audit', 'verify'], ['audit', 'verify', 'a', '--key', 'short']]) {
    const { code, err } = await countersign(...args)
    expect(code).toBe(1)
    expect(err).toContain('countersign audit verify FILE')
  }
})
