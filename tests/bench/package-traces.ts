import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * A package that must not be in a page, by what its code cannot do without: names of properties, which no minifier
 * shortens because other code reads them by name.
 */
export type PackageTrace = { readonly name: string; readonly folder: string; readonly traces: readonly string[] }

export const FOREIGN_PACKAGES: readonly PackageTrace[] = [
  // Every schema keeps its workings in `_zod`, and every refusal has a code.
  { name: 'zod', folder: 'node_modules/zod/v4/core', traces: ['._zod.', 'invalid_type'] },
  {
    name: 'protocol-kit',
    folder: 'node_modules/@safe-global/protocol-kit/dist',
    traces: ['getSafeProvider', 'getContractManager', 'isSafeDeployed'],
  },
]

/** The traces of a package that stand in these scripts. */
export function tracesIn(scripts: readonly { readonly text: string }[], { traces }: PackageTrace): string[] {
  return traces.filter((trace) => scripts.some(({ text }) => text.includes(trace)))
}

/** @throws Error when the installed package does without one of its traces, so that looking for it would prove nothing */
export async function assertTraced(trace: PackageTrace): Promise<void> {
  const texts: { text: string }[] = []
  for (const entry of await readdir(trace.folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && /\.m?js$/.test(entry.name))
      texts.push({ text: await readFile(path.join(entry.parentPath, entry.name), 'utf8') })
  const found = tracesIn(texts, trace)
  const lost = trace.traces.filter((name) => !found.includes(name))
  if (lost.length > 0) throw new Error(`${trace.name} does without ${lost.join(', ')} now: name what it cannot`)
}
