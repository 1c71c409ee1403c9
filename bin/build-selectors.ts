import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { selectorLines, sourceLines, type ReadSource } from './selectors/index-files'
import { gatherSignatures } from './selectors/gather-signatures'
import { LICENCES, SELECTOR_SOURCES, type SelectorSource } from './selectors/sources'

const run = promisify(execFile)
const decodeFolder = path.resolve(import.meta.dirname, '../lib/decode')

const folder = await mkdtemp(path.join(tmpdir(), 'selectors-'))
try {
  const read: ReadSource[] = []
  for (const [at, source] of SELECTOR_SOURCES.entries())
    read.push(await readSource(source, path.join(folder, String(at))))
  await writeFile(path.join(decodeFolder, 'selector-index.json'), selectorLines(read))
  await writeFile(path.join(decodeFolder, 'selector-index.md'), sourceLines(read))
} finally {
  await rm(folder, { recursive: true })
}

/** Nothing of a package is run: its tarball is compared with the pinned integrity, unpacked, and its JSON read. */
async function readSource(source: SelectorSource, place: string): Promise<ReadSource> {
  const { name, version, integrity } = source
  await mkdir(place)
  const packed = await run('npm', [
    'pack',
    `${name}@${version}`,
    '--ignore-scripts',
    '--json',
    '--pack-destination',
    place,
  ])
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }]
  const tarball = path.join(place, path.basename(filename))
  const digest = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')
  if (`sha512-${digest}` !== integrity)
    throw new Error(`${name}@${version} is not the pinned tarball: sha512-${digest}`)
  await run('tar', ['-xzf', tarball, '-C', place])
  const unpacked = path.join(place, 'package')
  const { license } = JSON.parse(await readFile(path.join(unpacked, 'package.json'), 'utf8')) as { license?: unknown }
  if (typeof license !== 'string' || !LICENCES.includes(license))
    throw new Error(`${name}@${version} is under ${String(license)}; only ${LICENCES.join(' and ')} may be read`)
  return { ...source, license, signatures: await gatherSignatures(unpacked) }
}
