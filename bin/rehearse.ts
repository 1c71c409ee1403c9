import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError } from '@/lib/core/errors'
import { startDesk } from '@/lib/desk/desk'
import { openProcessBook } from '@/lib/desk/processes'
import { createProgress } from '@/lib/desk/progress'
import { findWaiting, rehearseJourney } from '@/lib/desk/rehearsal/journey'
import { setStage } from '@/lib/desk/rehearsal/stage'
import { resetDesk } from '@/lib/desk/reset'
import { findRunningDesk } from '@/lib/desk/running'
import { openStateFolder } from '@/lib/desk/state-folder'

// The whole journey without a screen, on the running desk or on one of its own. Exits 0, or 1 and says where it stopped.

const print = (text: string): void => void process.stdout.write(text)
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
process.on('disconnect', () => stopping.abort())
process.channel?.unref()

try {
  const running = await findRunningDesk(path.resolve('.desk'))
  const waiting = running ? await findWaiting(await setStage(running, () => undefined)) : []
  if (running && waiting.length === 0) {
    print(`Using the desk that runs at ${running.url}\n\n`)
    await rehearse(running)
  } else {
    if (running)
      print(`${waiting.join(', ')} waits on the desk at ${running.url}, so the rehearsal leaves that desk alone.\n`)
    await rehearseOnOwnDesk()
  }
  print('\nThe rehearsal succeeded.\n')
  process.exitCode = 0
} catch (error) {
  const reason = error instanceof AppError || error instanceof Error ? error.message : String(error)
  print(`\nThe rehearsal stopped: ${reason}\n`)
  process.exitCode = 1
}
process.exit()

async function rehearse(desk: { url: string; chainUrl: string }): Promise<void> {
  let step = 0
  const stage = await setStage(desk, (line) => print(`${String(++step).padStart(2)}. ${line}\n`))
  await rehearseJourney(stage)
}

async function rehearseOnOwnDesk(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-rehearsal-'))
  const stateFolder = await openStateFolder(folder)
  const book = await openProcessBook(stateFolder)
  print('Starting a desk of its own for the rehearsal\n\n')
  const options = { stateFolder, book, progress: createProgress(print), wantedWebPort: 3100, wantedChainPort: 8645 }
  const desk = await startDesk({ ...options, signal: stopping.signal })
  try {
    print('\n')
    await rehearse({ url: desk.webUrl, chainUrl: desk.chainUrl })
  } finally {
    await desk.stop()
    await resetDesk(stateFolder, [])
    await rm(folder, { recursive: true, force: true })
  }
}
