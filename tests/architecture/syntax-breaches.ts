import ts from 'typescript'
import type { Sources } from './sources'
import { ZONES } from './zones'

const IMPURE_GLOBALS = new Set([
  'fetch',
  'process',
  'window',
  'document',
  'localStorage',
  'sessionStorage',
  'setTimeout',
  'setInterval',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'Buffer',
  'require',
  'performance',
  'navigator',
])
const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random', 'crypto.getRandomValues', 'crypto.randomUUID'])
const PURE_ROOMS = ZONES.filter((zone) => zone.isPure).map((zone) => zone.room)

/** Breaches that only the syntax tree shows, one sentence each: impurity in the pure rooms, enums, double casts. */
export function syntaxBreaches(sources: Sources): string[] {
  return [...sources].flatMap(([file, text]) => {
    const isPure = PURE_ROOMS.some((room) => file.startsWith(`${room}/`))
    const found: string[] = []
    const visit = (node: ts.Node) => {
      const breach = breachOf(node) ?? (isPure ? impurityOf(node) : null)
      if (breach) found.push(`${file} ${breach}`)
      ts.forEachChild(node, visit)
    }
    visit(parse(file, text))
    return found
  })
}

function breachOf(node: ts.Node): string | null {
  if (ts.isEnumDeclaration(node)) return `declares the enum ${node.name.text}; unions over enums`
  if (ts.isAsExpression(node) && ts.isAsExpression(node.expression)) return 'casts twice, which hides a wrong type'
  return null
}

function impurityOf(node: ts.Node): string | null {
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && !node.arguments?.length)
    return 'reads the clock; pure code receives now'
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const member = `${node.expression.text}.${node.name.text}`
    if (IMPURE_MEMBERS.has(member)) return `uses ${member}; pure code has no clock and no randomness`
  }
  const isUse = ts.isIdentifier(node) && IMPURE_GLOBALS.has(node.text) && !isOwnName(node)
  return isUse ? `uses the global ${node.text}` : null
}

// `{ process: 1 }`, `x.process` and a parameter called `process` are names of ours; what is read bare is the global.
function isOwnName(node: ts.Identifier): boolean {
  const { parent } = node
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node
  const isKey =
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) &&
    parent.name === node
  return isMember || isKey
}

const isNamed = (node: ts.Node, name: string) => ts.isIdentifier(node) && node.text === name

const parse = (file: string, text: string) =>
  ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )
