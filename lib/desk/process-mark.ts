import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * When a process started, as text that no later process with the same pid can repeat: boot id and start tick on
 * Linux, the start time elsewhere. Null when there is no such process (a zombie counts as gone).
 */
export async function processMark(pid: number): Promise<string | null> {
  return process.platform === 'linux' ? await linuxMark(pid) : await portableMark(pid)
}

/** Whether the process that had this mark still runs. */
export async function isSameProcess(pid: number, mark: string): Promise<boolean> {
  return (await processMark(pid)) === mark
}

/** The command line of a process, empty when it is gone. */
export async function commandLine(pid: number): Promise<string> {
  const listed = await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)]).catch(() => null)
  return listed?.stdout.trim() ?? ''
}

async function linuxMark(pid: number): Promise<string | null> {
  const [stat, bootId] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
  ])
  if (stat === null) return null
  // proc(5): the name in brackets may hold spaces; state is field 3 and starttime field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startTick] = [fields[0], fields[19]]
  if (state === 'Z' || state === 'X' || startTick === undefined) return null
  return `${bootId.trim()}:${startTick}`
}

async function portableMark(pid: number): Promise<string | null> {
  const listed = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]).catch(() => null)
  const line = listed?.stdout.trim() ?? ''
  if (line === '' || line.startsWith('Z')) return null
  return line.replace(/^\S+\s+/, '')
}
