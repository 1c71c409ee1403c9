import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** Path from the repository's root → text. Tests plant breaches by adding entries. */
export type Sources = ReadonlyMap<string, string>

export type Import = { readonly from: string; readonly to: string; readonly isTypeOnly: boolean }

const TOP = ['app', 'components', 'db', 'lib', 'bin', 'proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts']

/** Every TypeScript source of the product, tests left out. */
export function readSources(root: string): Sources {
  const found = new Map<string, string>()
  const visit = (relative: string) => {
    for (const entry of readdirSync(path.join(root, relative), { withFileTypes: true })) {
      const name = `${relative}/${entry.name}`
      if (entry.isDirectory()) visit(name)
      else if (isSource(name)) found.set(name, readFileSync(path.join(root, name), 'utf8'))
    }
  }
  for (const top of TOP) {
    if (top.endsWith('.ts')) readIfThere(root, top, found)
    else visit(top)
  }
  return found
}

/** Imports and re-exports of one file; `@/x` and relative paths become paths from the root, packages keep their name. */
export function importsOf(file: string, text: string): readonly Import[] {
  const known = read.get(file)
  if (known?.text === text) return known.imports
  const imports = parseImports(file, text)
  read.set(file, { text, imports })
  return imports
}

/** Every planted breach is judged among all the files, which have not changed since. */
const read = new Map<string, { readonly text: string; readonly imports: readonly Import[] }>()

function parseImports(file: string, text: string): readonly Import[] {
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    false,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )
  const imports: Import[] = []
  const visit = (node: ts.Node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const specifier = (node.moduleSpecifier as ts.StringLiteral).text
      imports.push({ from: file, to: resolve(file, specifier), isTypeOnly: isTypeOnly(node) })
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments
      if (argument && ts.isStringLiteral(argument))
        imports.push({ from: file, to: resolve(file, argument.text), isTypeOnly: false })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return imports
}

const isSource = (name: string) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.endsWith('.d.ts')

function readIfThere(root: string, name: string, into: Map<string, string>): void {
  try {
    into.set(name, readFileSync(path.join(root, name), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('@/')) return specifier.slice(2)
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier)
  return specifier
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  const clause = node.importClause
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return (
    !clause.name &&
    !!named &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((e) => e.isTypeOnly)
  )
}
