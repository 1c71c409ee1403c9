import { spawn } from 'node:child_process'
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import path from 'node:path'

const LOG_LIMIT_BYTES = 5_000_000

/** Variables of a child; unlike the process's own, none is required. */
export type Environment = Record<string, string | undefined>

export type ChildSpec = {
  /** Shown in progress lines and names the log file. */
  name: string
  command: string
  args: readonly string[]
  /** The whole environment of the child; nothing is inherited beside it. */
  env: Environment
  cwd?: string
  user?: { uid: number; gid: number }
  /** Asked first; SIGKILL follows after `stopWithinSeconds`. */
  stopSignal: 'SIGINT' | 'SIGTERM'
  stopWithinSeconds: number
}

export type ChildExit = { code: number | null; signal: NodeJS.Signals | null }

export type Child = {
  name: string
  pid: number
  logFile: string
  exited: Promise<ChildExit>
  hasExited: () => boolean
  /** Ends the process and waits for it; safe to call twice. */
  stop: () => Promise<void>
}

/** How a part is started: plainly, or through the process book that remembers it. */
export type StartChild = (spec: ChildSpec) => Promise<Child>

/**
 * Starts a process that writes straight into `<logFolder>/<name>.log`: a pipe through this process would break the
 * child's output, and with it the child, when this process is killed.
 * The child has a process group of its own, so that Ctrl-C reaches only the desk, which stops its parts in order.
 */
export async function startChild(spec: ChildSpec, logFolder: string): Promise<Child> {
  const logFile = path.join(logFolder, `${spec.name}.log`)
  const log = await openLog(logFile)
  try {
    await log.write(`--- ${new Date().toISOString()} ${spec.name} starts\n`)
    const child = spawn(spec.command, [...spec.args], {
      env: { ...spec.env } as NodeJS.ProcessEnv,
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      ...(spec.user ?? {}),
    })
    let isGone = false
    const exited = new Promise<ChildExit>((resolve) => {
      child.once('exit', (code, signal) => {
        isGone = true
        resolve({ code, signal })
      })
    })
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('spawn', () =>
        child.pid === undefined ? reject(new Error('a process has a pid')) : resolve(child.pid),
      )
    })
    const stop = async (): Promise<void> => {
      if (isGone) return
      child.kill(spec.stopSignal)
      const timer = setTimeout(() => child.kill('SIGKILL'), spec.stopWithinSeconds * 1000)
      await exited
      clearTimeout(timer)
    }
    return { name: spec.name, pid, logFile, exited, hasExited: () => isGone, stop }
  } finally {
    await log.close()
  }
}

/** The last lines a part wrote since it was started last, for an error message. */
export async function lastLines(logFile: string, count = 8): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '')
  const sinceStart = text.slice(text.lastIndexOf('\n--- ') + 1)
  return sinceStart.trimEnd().split('\n').slice(-count).join('\n')
}

async function openLog(logFile: string): Promise<Awaited<ReturnType<typeof open>>> {
  await mkdir(path.dirname(logFile), { recursive: true })
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  )
  if (size > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`)
  return await open(logFile, 'a', 0o600)
}
