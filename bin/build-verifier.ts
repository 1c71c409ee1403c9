import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buildVerifierPage } from './verifier/page'

const file = path.resolve(import.meta.dirname, '../dist/verify.html')
const { html, sha256 } = await buildVerifierPage()
await mkdir(path.dirname(file), { recursive: true })
await writeFile(file, html)
process.stdout.write(`${sha256}  dist/verify.html\n`)
