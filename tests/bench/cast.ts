import { createRequire } from 'node:module'
import path from 'node:path'

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** The native cast program of this platform, not its launcher. @throws when it is not installed */
export function castProgram(): string {
  const name = `@foundry-rs/cast-${process.platform}-${ARCHITECTURES[process.arch] ?? process.arch}`
  const outer = createRequire(import.meta.url).resolve('@foundry-rs/cast/package.json')
  const inner = createRequire(outer).resolve(`${name}/package.json`)
  return path.join(path.dirname(inner), 'bin', process.platform === 'win32' ? 'cast.exe' : 'cast')
}
