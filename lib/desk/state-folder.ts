import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'
import { AppError } from '@/lib/core/errors'

const MARKER = 'countersign-desk.json'

/**
 * Opens the folder that holds everything one desk keeps, readable by its owner only.
 * @throws AppError when the folder holds something that is not a desk's state, so that a reset cannot erase it
 */
export async function openStateFolder(folder: string): Promise<string> {
  const root = path.resolve(folder)
  await mkdir(root, { recursive: true, mode: 0o700 })
  const names = await readdir(root)
  if (names.length > 0 && !names.includes(MARKER)) {
    throw new AppError('BAD_INPUT', `${root} is not empty and is not the state folder of a desk. Name another folder.`)
  }
  await chmod(root, 0o700)
  await mkdir(path.join(root, 'logs'), { recursive: true, mode: 0o700 })
  if (names.length === 0) await writeJson(path.join(root, MARKER), { format: 'countersign/desk-state/1' })
  return root
}

/** Empties a state folder, keeping the folder, its marker and the named entries. */
export async function emptyStateFolder(root: string, kept: readonly string[]): Promise<void> {
  for (const name of await readdir(root)) {
    if (name === MARKER || kept.includes(name)) continue
    await rm(path.join(root, name), { recursive: true, force: true })
  }
}

/** The file's content, or null when there is no file. @throws when the content does not fit the schema */
export async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : schema.parse(JSON.parse(text))
}

/** Replaces the file in one step (0600), so that a kill leaves the old content or the new, never half of it. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await replaceFile(file, `${JSON.stringify(value, null, 2)}\n`)
}

/** The same for bytes. */
export async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  const temporary = `${file}.${process.pid}.${randomBytes(3).toString('hex')}`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

/** A secret that no shell or URL needs to quote: 256 random bits as base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
