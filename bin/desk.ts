import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { AppError } from '@/lib/core/errors'
import { startDesk, type Desk } from '@/lib/desk/desk'
import { takeLock } from '@/lib/desk/lock'
import { openProcessBook } from '@/lib/desk/processes'
import { createProgress } from '@/lib/desk/progress'
import { resetDesk } from '@/lib/desk/reset'
import { findRunningDesk } from '@/lib/desk/running'
import { openStateFolder } from '@/lib/desk/state-folder'

const USAGE = `usage: npm run desk -- [--state FOLDER] [--port N] [--chain-port N] [--reset [--yes]]

  --state FOLDER  where the desk keeps everything (default .desk)
  --port N        preferred port of the web pages (default 3000)
  --chain-port N  preferred port of the local chain (default 8545)
  --reset         erase the desk's database, chain and logs first; asks before it does
  --yes           answer that question with yes
`

const print = (text: string): void => void process.stdout.write(text)
// A closed terminal must not end the desk half way through stopping its parts.
process.stdout.on('error', () => undefined)

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
// The launcher was killed outright.
process.on('disconnect', () => stopping.abort())
process.channel?.unref()

try {
  process.exitCode = await main()
} catch (error) {
  if (!stopping.signal.aborted) {
    print(
      error instanceof AppError
        ? `\n${error.message}\n`
        : `\n${error instanceof Error ? error.stack : String(error)}\n`,
    )
    process.exitCode = 1
  } else print('\nStopped.\n')
}
// Open handles, such as the terminal, must not keep a stopped desk alive.
process.exit()

async function main(): Promise<number> {
  const options = readOptions()
  if (options === null) {
    print(USAGE)
    return 1
  }
  if (options.isReset && !(await mayReset(options.stateFolder, options.isAnsweredYes))) return 1
  const stateFolder = await openStateFolder(options.stateFolder)
  const lock = await takeLock(path.join(stateFolder, 'desk.lock'))
  if ('heldBy' in lock) {
    const running = await findRunningDesk(stateFolder)
    const where = running === null ? 'is starting or stopping' : `runs at ${running.url}`
    print(
      `A desk on ${stateFolder} already ${where} (process ${lock.heldBy.pid}). Stop it first, or name another folder with --state.\n`,
    )
    return 1
  }
  try {
    const book = await openProcessBook(stateFolder)
    if (options.isReset) {
      await book.endOrphans()
      await resetDesk(stateFolder, ['desk.lock'])
    }
    print(`Starting the desk in ${stateFolder}\n\n`)
    const { wantedWebPort, wantedChainPort } = options
    const progress = createProgress(print)
    const ports = { wantedWebPort, wantedChainPort }
    const desk = await startDesk({ stateFolder, book, progress, ...ports, signal: stopping.signal })
    print(summary(desk))
    const reason = await Promise.race([desk.gaveUp, whenStopping()])
    print(reason === null ? '\nStopping …\n' : `\n${reason}\nStopping …\n`)
    await desk.stop()
    print('Stopped. Nothing is lost; npm run desk goes on from here.\n')
    return reason === null ? 0 : 1
  } finally {
    await lock.release()
  }
}

type Options = {
  stateFolder: string
  wantedWebPort: number
  wantedChainPort: number
  isReset: boolean
  isAnsweredYes: boolean
}

function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        state: { type: 'string', default: '.desk' },
        port: { type: 'string', default: '3000' },
        'chain-port': { type: 'string', default: '8545' },
        reset: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
      },
    })
    const [wantedWebPort, wantedChainPort] = [Number(values.port), Number(values['chain-port'])]
    const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port < 65_536
    if (!isPort(wantedWebPort) || !isPort(wantedChainPort)) return null
    return {
      stateFolder: values.state,
      wantedWebPort,
      wantedChainPort,
      isReset: values.reset,
      isAnsweredYes: values.yes,
    }
  } catch {
    return null // an unknown option; the usage says which there are
  }
}

async function mayReset(stateFolder: string, isAnsweredYes: boolean): Promise<boolean> {
  if (isAnsweredYes) return true
  if (!process.stdin.isTTY) {
    print('--reset erases the desk and there is no terminal to ask. Add --yes if that is what you want.\n')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const question = `Erase the desk in ${path.resolve(stateFolder)}: database, chain, logs? (y/N) `
  const answer = await terminal.question(question, { signal: stopping.signal })
  terminal.close()
  const isYes = /^y(es)?$/i.test(answer.trim())
  if (!isYes) print('Nothing was erased.\n')
  return isYes
}

async function whenStopping(): Promise<null> {
  if (stopping.signal.aborted) return null
  return await new Promise((resolve) => stopping.signal.addEventListener('abort', () => resolve(null)))
}

function summary(desk: Desk): string {
  const members = desk.world.members.map(
    ({ name, roles, address, privateKey }) =>
      `  ${name.padEnd(20)} ${roles.join(', ')}\n    ${address}\n    ${privateKey}\n`,
  )
  return `
The desk is at ${desk.webUrl}
The chain (31337) is at ${desk.chainUrl}

Demo members, with the keys of their wallets. The keys are public: never send real money to them.
${members.join('')}
Ctrl-C stops the desk; npm run desk goes on where it was.
`
}
