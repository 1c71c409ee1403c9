import 'server-only'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Address } from 'viem'
import { readAbi } from '@/lib/decode/read-abi'
import { ABI_LIMIT_BYTES, type AbiFound } from '@/lib/io/abi-found'
import { log } from '@/lib/io/log'

const MAX_FILES = 10_000

/**
 * The ABI that this desk's operator put at `<folder>/<chainId>/<address>.json`, a list or an artifact. The case of the
 * address in the name does not matter. What is wrong with a file stands in the log by the file's name, never by its content.
 */
export async function readAbiFolder(folder: string, chainId: number, address: Address): Promise<AbiFound> {
  const place = path.join(folder, String(chainId))
  const fault = (what: string): AbiFound => {
    log({ level: 'fault', what: `ABI_FOLDER ${chainId}/${address}: ${what}` })
    return { kind: 'failed', why: `The ABI in this desk's folder ${what}.` }
  }
  try {
    const names = await readdir(place)
    if (names.length > MAX_FILES) return fault(`stands among more than ${MAX_FILES} files`)
    const wanted = `${address}.json`.toLowerCase()
    const [name, ...others] = names.filter((one) => one.toLowerCase() === wanted)
    if (name === undefined) return NONE
    if (others.length > 0) return fault('is there twice')
    const file = path.join(place, name)
    const facts = await stat(file)
    if (!facts.isFile()) return fault('is no file')
    if (facts.size > ABI_LIMIT_BYTES) return fault('is larger than 1 MB')
    const read = readAbi(JSON.parse(await readFile(file, 'utf8')))
    if (!read.ok) return fault(read.fault)
    return { kind: 'found', origin: { source: 'local-folder' }, functions: read.functions }
  } catch (error) {
    if (error instanceof SyntaxError) return fault('is not JSON')
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault'
    return code === 'ENOENT' ? NONE : fault(`cannot be read (${code})`)
  }
}

const NONE: AbiFound = { kind: 'none', why: "This desk's folder has no ABI for it." }
