import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { button } from './company'
import type { Member } from './member'
import { openReview } from './review-steps'

/** Exports the evidence of a withdrawal as a reviewer does and has the command line verify the file. */
export async function verifyExport({ page: at }: Member, id: string): Promise<{ code: number | null; words: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-evidence-'))
  try {
    await openReview({ page: at }, id)
    await button(at, 'Export evidence (JSON)').click()
    const [download] = await Promise.all([
      at.waitForEvent('download'),
      button(at, 'Use a passkey on this device').click(),
    ])
    const file = path.join(folder, download.suggestedFilename())
    await download.saveAs(file)
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/countersign.mjs', 'audit', 'verify', file])
    return { code: status, words: `${stdout}${stderr}` }
  } finally {
    await rm(folder, { recursive: true })
  }
}
