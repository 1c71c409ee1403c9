import type { Sources } from './sources'
import { ZONES } from './zones'

/** Files that may open a transaction, and tables that `burn` may update outside of one. */
export const TRANSACTION_OPENERS = [
  'lib/flows/write.ts',
  'lib/flows/append-leaves.ts',
  // As the owner, of a whole installation: nobody acts.
  'lib/desk/backup/backup.ts',
  'lib/desk/backup/restore.ts',
]
export const BURN_TABLES = [
  ...['challenge', 'enrolmentCode', 'passkey', 'rateLimit', 'safeWatch', 'onwardWatch', 'session', 'signInNonce'],
  ...['notice', 'noticeCursor', 'noticeDelivery', 'jobOutcome'],
]
/** What a statement written out puts rows into or changes. */
const WRITTEN = /\.(?:update|insert|delete)\((\w+)\)|(?:INSERT INTO|UPDATE|DELETE FROM) \$\{(\w+)\}/g
/** Registries are the only files called index. */
export const REGISTRIES = [
  'lib/chains/index.ts',
  'lib/decode/contracts/index.ts',
  'lib/assess/rules/index.ts',
  'lib/approve/factors/index.ts',
  'lib/audit/formats/index.ts',
  'lib/flows/index.ts',
  'lib/flows/proposals/index.ts',
]
export const MUTATING_ROUTES = ['app/api/flows/[verb]/route.ts', 'app/api/auth/[...nextauth]/route.ts']

/** Breaches that can be seen in one file's text, one sentence each. */
export function textBreaches(sources: Sources): string[] {
  return [...sources].flatMap(([file, text]) =>
    [
      hasServerAction(text) && 'is a server action; every mutation enters through the door',
      isMutatingRoute(file, text) && 'changes state beside the door',
      opensTransaction(file, text) && 'opens a transaction outside write',
      isBarrel(file) && 'is a barrel; only registries are called index',
      lacksServerOnly(file, text) && "does not start with import 'server-only'",
      readsEnvironment(file, text) && 'reads the environment; only lib/env.ts does',
      burnsOther(file, text) && `burns a table that is not on the list (${BURN_TABLES.join(', ')})`,
      importsDemo(file, text) && 'imports lib/demo without the literal build constant beside it',
      usesInnerHtml(text) && 'writes raw HTML',
    ].flatMap((breach) => (breach ? [`${file} ${breach}`] : [])),
  )
}

const hasServerAction = (text: string) => /^\s*['"]use server['"]/m.test(text)

const isMutatingRoute = (file: string, text: string) =>
  /^app\/.*route\.tsx?$/.test(file) &&
  !MUTATING_ROUTES.includes(file) &&
  /export\s+(async\s+)?(function|const)\s+(POST|PUT|PATCH|DELETE)\b|export\s*\{[^}]*\b(POST|PUT|PATCH|DELETE)\b/.test(
    text,
  )

const opensTransaction = (file: string, text: string) =>
  !TRANSACTION_OPENERS.includes(file) && /\.transaction\(|['"`]BEGIN\b/.test(text)

const isBarrel = (file: string) => /(^|\/)index\.tsx?$/.test(file) && !REGISTRIES.includes(file)

function lacksServerOnly(file: string, text: string): boolean {
  const zone = ZONES.find((candidate) => file.startsWith(`${candidate.room}/`))
  if (!zone?.isServerOnly) return false
  // Shapes without code may be named anywhere: schemas are read by the migration tool, types vanish.
  if (file.startsWith('db/schema/') || !/\b(function|const|class)\b/.test(text)) return false
  if (SHAPES.includes(file)) return false
  return !text.startsWith("import 'server-only'")
}

/** Flow shapes with code but without secrets or sockets. */
const SHAPES = ['lib/flows/actor.ts', 'lib/flows/flow.ts', 'lib/flows/content.ts']

const readsEnvironment = (file: string, text: string) =>
  /process\.env\b(?!\.(COUNTERSIGN_DEMO|NEXT_RUNTIME|NODE_ENV)\b)/.test(text) &&
  file !== 'lib/env.ts' &&
  !file.startsWith('lib/desk/') &&
  !file.startsWith('bin/')

const burnsOther = (file: string, text: string) =>
  file.startsWith('lib/flows/burn') &&
  [...text.matchAll(WRITTEN)].some(([, called, written]) => !BURN_TABLES.includes(called ?? written ?? ''))

const importsDemo = (file: string, text: string) =>
  /['"]@\/lib\/demo\//.test(text.replaceAll(/import type [^\n]*/g, '')) &&
  /^(app|components|proxy|instrumentation|lib\/(session|flows))/.test(file) &&
  !text.includes('process.env.COUNTERSIGN_DEMO')

const usesInnerHtml = (text: string) => /dangerouslySetInnerHTML|\.innerHTML\s*=/.test(text)
