import { toFunctionSelector } from 'viem/utils'
import type { SelectorSource } from './sources'

export type ReadSource = SelectorSource & { readonly license: string; readonly signatures: ReadonlySet<string> }

/** The index as JSON, an entry a line, sorted: the same sources give the same bytes. */
export function selectorLines(sources: readonly ReadSource[]): string {
  const bySelector = new Map<string, string[]>()
  for (const signature of new Set(sources.flatMap(({ signatures }) => [...signatures]))) {
    const selector = toFunctionSelector(signature)
    bySelector.set(selector, [...(bySelector.get(selector) ?? []), signature])
  }
  const lines = [...bySelector]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([selector, names]) => `  "${selector}": ${JSON.stringify(names.sort())}`)
  return `{\n${lines.join(',\n')}\n}\n`
}

/** Where the names come from, for whoever reads the index. */
export function sourceLines(sources: readonly ReadSource[]): string {
  const rows = sources.map(
    ({ name, version, license, signatures }) => `| ${name} | ${version} | ${license} | ${signatures.size} |`,
  )
  return `# Sources of selector-index.json

Signatures of functions that can change state, gathered by \`npm run build:selectors\` from the ABIs of these packages, each
at a pinned version and integrity (\`bin/selectors/sources.ts\`). A signature is a name for a selector, never a proof.

| package | version | licence | signatures |
|---|---|---|---|
${rows.join('\n')}
`
}
