import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chainFiles, restoreChainState } from '@/lib/desk/chain-state'

const saved = (block: number): string => JSON.stringify({ accounts: {}, blocks: [], best_block_number: block })

let folder: string
let files: ReturnType<typeof chainFiles>
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-chain-state-'))
  files = chainFiles(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('restoring the chain', () => {
  it('starts a new chain where there is none', async () => {
    expect(await restoreChainState(folder)).toBe(false)
  })

  it('uses the live save when it is whole, and keeps a copy of it', async () => {
    await writeFile(files.live, saved(7))
    await writeFile(files.kept, saved(6))
    expect(await restoreChainState(folder)).toBe(false)
    expect(await readFile(files.live, 'utf8')).toBe(saved(7))
    expect(await readFile(files.kept, 'utf8')).toBe(saved(7))
  })

  it.each([
    ['cut off', saved(7).slice(0, 20)],
    ['empty', ''],
  ])('uses the kept copy when the live save is %s', async (_how, content) => {
    await writeFile(files.live, content)
    await writeFile(files.kept, saved(6))
    expect(await restoreChainState(folder)).toBe(true)
    expect(await readFile(files.live, 'utf8')).toBe(saved(6))
  })

  it('refuses to begin anew when a chain existed and no copy is whole', async () => {
    await writeFile(files.live, '')
    await expect(restoreChainState(folder)).rejects.toThrow('cannot be read')
    expect(await readFile(files.live, 'utf8')).toBe('')
  })
})
