import { rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { isSameProcess, processMark } from '@/lib/desk/process-mark'
import { readJson, writeJson } from '@/lib/desk/state-folder'

const running = z.object({ pid: z.number().int(), mark: z.string(), url: z.string(), chainUrl: z.string() })
export type RunningDesk = z.infer<typeof running>

/** The desk that runs on a state folder right now, or null. */
export async function findRunningDesk(stateFolder: string): Promise<RunningDesk | null> {
  const found = await readJson(fileOf(stateFolder), running).catch(() => null)
  return found !== null && (await isSameProcess(found.pid, found.mark)) ? found : null
}

/** Writes down that this process serves the desk. */
export async function announceDesk(stateFolder: string, urls: { url: string; chainUrl: string }): Promise<void> {
  const mark = await processMark(process.pid)
  await writeJson(fileOf(stateFolder), { pid: process.pid, mark: mark ?? '', ...urls } satisfies RunningDesk)
}

/** Takes the announcement back. */
export async function withdrawDesk(stateFolder: string): Promise<void> {
  await rm(fileOf(stateFolder), { force: true })
}

function fileOf(stateFolder: string): string {
  return path.join(stateFolder, 'running.json')
}
