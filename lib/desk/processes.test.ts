import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeLock } from '@/lib/desk/lock'
import { processMark } from '@/lib/desk/process-mark'
import { openProcessBook } from '@/lib/desk/processes'

const SLEEPER = { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], env: {} }
const PART = { ...SLEEPER, stopSignal: 'SIGTERM', stopWithinSeconds: 5 } as const

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-processes-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('process book', () => {
  it('stops what it started, last started first', async () => {
    const book = await openProcessBook(folder)
    const ended: string[] = []
    for (const name of ['first', 'second']) {
      const child = await book.start({ ...PART, name })
      void child.exited.then(() => ended.push(name))
    }
    await book.stopAll()
    expect(ended).toEqual(['second', 'first'])
  })

  it('lets a second stop wait for the first, and starts nothing afterwards', async () => {
    const book = await openProcessBook(folder)
    const child = await book.start({ ...PART, name: 'part' })
    void book.stopAll()
    await book.stopAll()
    expect(child.hasExited()).toBe(true)
    await expect(book.start({ ...PART, name: 'late' })).rejects.toThrow('the desk is stopping')
  })

  it('ends what a killed desk left running', async () => {
    const killed = await openProcessBook(folder)
    const child = await killed.start({ ...PART, name: 'left' })
    const next = await openProcessBook(folder)
    expect(await next.endOrphans()).toEqual(['left'])
    expect(await processMark(child.pid)).toBeNull()
    expect(await next.endOrphans()).toEqual([])
  })

  it('leaves a stranger alone that got the pid of a part from before', async () => {
    const stranger = spawn(SLEEPER.command, SLEEPER.args)
    const { pid } = stranger
    if (pid === undefined) throw new Error('the process started')
    const entry = { name: 'web', pid, mark: 'an-earlier-boot:1', stopSignal: 'SIGTERM', stopWithinSeconds: 1 }
    await writeFile(path.join(folder, 'processes.json'), JSON.stringify([entry]))
    const book = await openProcessBook(folder)
    expect(await book.endOrphans()).toEqual([])
    expect(await processMark(pid)).not.toBeNull()
    stranger.kill()
  })

  it('ends a part that ignores the first signal', async () => {
    const book = await openProcessBook(folder)
    const args = ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('deaf')"]
    const child = await book.start({ ...PART, name: 'deaf', args, stopWithinSeconds: 0.3 })
    await new Promise((resolve) => setTimeout(resolve, 300))
    await book.stopAll()
    expect((await child.exited).signal).toBe('SIGKILL')
  })
})

describe('lock', () => {
  it('is refused while its holder lives and names it', async () => {
    const file = path.join(folder, 'desk.lock')
    const mark = await processMark(process.ppid)
    await writeFile(file, JSON.stringify({ pid: process.ppid, mark }))
    expect(await takeLock(file)).toEqual({ heldBy: { pid: process.ppid, mark } })
  })

  it.each([
    ['a dead process', JSON.stringify({ pid: process.pid, mark: 'an-earlier-boot:1' })],
    ['a process killed while writing it', '{"pid":'],
  ])('is taken over from %s', async (_whose, content) => {
    const file = path.join(folder, 'desk.lock')
    await writeFile(file, content)
    const lock = await takeLock(file)
    expect(lock).toHaveProperty('release')
  })
})
