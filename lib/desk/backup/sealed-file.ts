import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { appendFile, open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'

const FORMAT = 'countersign-backup/1'
const TAG_BYTES = 16
/** Work of scrypt: a quarter of a second and 128 MB for one guess (RFC 7914). */
const COST = { N: 131_072, r: 8, p: 1 }

const headerShape = z.strictObject({
  format: z.literal(FORMAT),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  iv: z.string().regex(/^[0-9a-f]{24}$/),
})

/**
 * Writes lines into a file that only the passphrase opens: a header, AES-256-GCM of the compressed lines, the tag. The file
 * appears under its name when it is whole. @param file must not exist
 */
export async function writeSealed(file: string, passphrase: string, lines: AsyncIterable<string>): Promise<void> {
  const header = { format: FORMAT, salt: randomBytes(16).toString('hex'), iv: randomBytes(12).toString('hex') }
  const head = `${JSON.stringify(header)}\n`
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, header.salt), Buffer.from(header.iv, 'hex'))
  cipher.setAAD(Buffer.from(head))
  const part = `${file}.part`
  try {
    const out = createWriteStream(part, { flags: 'wx', mode: 0o600 })
    out.write(head)
    await pipeline(Readable.from(withBreaks(lines)), createGzip(), cipher, out)
    await appendFile(part, cipher.getAuthTag())
    await refuseExisting(file)
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/**
 * The lines of such a file. They are not to be believed before the last one came without an error: only then the tag was
 * compared.
 * @throws AppError BAD_INPUT for a file that is none, was changed or cut off, or for another passphrase
 */
export async function* readSealed(file: string, passphrase: string): AsyncGenerator<string> {
  const { head, header, tag, from, to } = await readEnds(file)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, header.salt), Buffer.from(header.iv, 'hex'))
  decipher.setAAD(Buffer.from(head))
  decipher.setAuthTag(tag)
  const plain = createGunzip()
  const opened = pipeline(createReadStream(file, { start: from, end: to }), decipher, plain).then(
    () => null,
    (error: unknown) => error,
  )
  try {
    for await (const line of createInterface({ input: plain, crlfDelay: Infinity })) yield line
  } catch {
    throw unreadable()
  }
  if ((await opened) !== null) throw unreadable()
}

async function readEnds(file: string) {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const first = Buffer.alloc(Math.min(size, 512))
    await handle.read(first, 0, first.length, 0)
    const end = first.indexOf('\n') + 1
    const head = first.subarray(0, end).toString()
    const header = headerShape.safeParse(jsonOf(head)).data
    if (!header || size < end + TAG_BYTES) throw new AppError('BAD_INPUT', `${file} is no backup of Countersign.`)
    const tag = Buffer.alloc(TAG_BYTES)
    await handle.read(tag, 0, TAG_BYTES, size - TAG_BYTES)
    return { head, header, tag, from: end, to: size - TAG_BYTES - 1 }
  } finally {
    await handle.close()
  }
}

async function refuseExisting(file: string): Promise<void> {
  const found = await open(file, 'r').catch(() => null)
  if (found === null) return
  await found.close()
  throw new AppError('CONFLICT', `${file} is there already. Nothing was written.`)
}

async function* withBreaks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // some other file
  }
}

const keyOf = (passphrase: string, salt: string): Buffer =>
  scryptSync(passphrase, Buffer.from(salt, 'hex'), 32, { ...COST, maxmem: 256 * 1024 * 1024 })

const unreadable = () =>
  new AppError(
    'BAD_INPUT',
    'The backup was changed or cut off, or the passphrase is another one. Nothing was restored.',
  )
