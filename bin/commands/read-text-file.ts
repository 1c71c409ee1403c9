import { readFile, stat } from 'node:fs/promises'
import { AppError } from '@/lib/core/errors'

/**
 * The text of a file that somebody hands to a command.
 * @throws AppError with one sentence when it is no file, too large, unreadable or not UTF-8
 */
export async function readTextFile(path: string, limitBytes: number): Promise<string> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw refuse('the path is not a file.')
    if (found.size > limitBytes) throw refuse(`the file is larger than ${Math.floor(limitBytes / 2 ** 20)} MB.`)
    return decode(await readFile(path))
  } catch (error) {
    if (error instanceof Error && 'code' in error && !(error instanceof AppError))
      throw refuse(`the file cannot be read (${String(error.code)}).`)
    throw error
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refuse('the file is not UTF-8 text.')
  }
}

const refuse = (sentence: string): AppError => new AppError('BAD_INPUT', sentence)
