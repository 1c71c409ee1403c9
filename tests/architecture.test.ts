import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { importBreaches, importCycles } from './architecture/import-breaches'
import { readSources } from './architecture/sources'
import { syntaxBreaches } from './architecture/syntax-breaches'
import { textBreaches } from './architecture/text-breaches'

const sources = readSources(path.resolve(import.meta.dirname, '..'))
const plant = (file: string, text: string) => new Map([...sources, [file, text]])

describe('the house as it stands', () => {
  it('crosses no import wall', () => expect(importBreaches(sources)).toEqual([]))
  it('has no import cycle', () => expect(importCycles(sources)).toEqual([]))
  it('keeps every rule that a file can break by itself', () => expect(textBreaches(sources)).toEqual([]))
  it('is pure where it says so, without enums and double casts', () => expect(syntaxBreaches(sources)).toEqual([]))
})

describe('each wall fails on a planted breach', () => {
  const imports: [what: string, file: string, text: string, sentence: string][] = [
    ['a stage looking forward', 'lib/stage/x.ts', "import '@/lib/decode/decode'", 'may not import lib/decode/decode'],
    ['a stage reading the database', 'lib/policy/x.ts', "import '@/db/client'", 'may not import db/client'],
    ['a stage opening a socket', 'lib/assess/x.ts', "import '@/lib/io/rpc'", 'may not import lib/io/rpc'],
    ['a stage using a Node built-in', 'lib/audit/x.ts', "import 'node:fs'", 'may not use the Node built-in node:fs'],
    ['a stage using React', 'lib/decode/x.ts', "import 'react'", 'may not use the package react'],
    ['a stage using protocol-kit', 'lib/stage/x.ts', "import '@safe-global/protocol-kit'", 'may not use the package'],
    ['decode using noble', 'lib/decode/x.ts', "import '@noble/hashes/sha3.js'", 'may not use the package'],
    ['a component reading the database', 'components/x.tsx', "import '@/db/client'", 'may not import db/client'],
    [
      'a component running a flow',
      'components/x.tsx',
      "import { s } from '@/lib/flows/stage'",
      'may not import lib/flows/stage',
    ],
    ['a component opening a socket', 'components/x.tsx', "import '@/lib/io/rpc'", 'may not import lib/io/rpc'],
    ['a page reaching the tables', 'app/x/page.tsx', "import '@/db/client'", 'may not import db/client'],
    [
      'a flow reading the session',
      'lib/flows/x.ts',
      "import '@/lib/session/viewer'",
      'may not import lib/session/viewer',
    ],
    [
      'the session running a flow by itself',
      'lib/session/x.ts',
      "import '@/lib/flows/stage'",
      'may not import lib/flows/stage',
    ],
    [
      'a dynamic import across a wall',
      'lib/core/x.ts',
      "const f = () => import('@/lib/io/rpc')",
      'may not import lib/io/rpc',
    ],
  ]
  it.each(imports)('%s', (_what, file, text, sentence) => {
    expect(importBreaches(plant(file, text)).join('\n')).toContain(`${file} ${sentence}`)
  })

  it('a cycle', () => {
    const planted = new Map([...plant('lib/core/x.ts', "import '@/lib/core/y'"), ['lib/core/y.ts', "import './x'"]])
    expect(importCycles(planted)).toEqual(['lib/core/x.ts → lib/core/y.ts → lib/core/x.ts'])
  })

  const texts: [what: string, file: string, text: string, sentence: string][] = [
    ['a server action', 'app/x/actions.ts', "'use server'\nexport const f = 1", 'is a server action'],
    [
      'a second mutating route',
      'app/api/x/route.ts',
      'export async function POST() {}',
      'changes state beside the door',
    ],
    [
      'a re-exported mutating route',
      'app/api/x/route.ts',
      "export { handler as PUT } from './h'",
      'changes state beside',
    ],
    ['a transaction outside write', 'lib/flows/x.ts', "import 'server-only'\ndb.transaction(f)", 'opens a transaction'],
    ['a barrel', 'lib/core/index.ts', "export * from './money'", 'is a barrel'],
    ['a flow without server-only', 'lib/flows/x.ts', 'export const x = 1', "does not start with import 'server-only'"],
    [
      'a stray environment read',
      'lib/io/x.ts',
      "import 'server-only'\nconst u = process.env.RPC",
      'reads the environment',
    ],
    ['a burn of another table', 'lib/flows/burn.ts', "import 'server-only'\ndb.update(withdrawal)", 'burns a table'],
    ['a burn written out', 'lib/flows/burn-x.ts', "import 'server-only'\nsql`UPDATE ${member} SET", 'burns a table'],
    [
      'demo kit without its constant',
      'components/x.tsx',
      "import { m } from '@/lib/demo/members'",
      'imports lib/demo without the literal',
    ],
    ['raw HTML', 'components/x.tsx', '<i dangerouslySetInnerHTML={h} />', 'writes raw HTML'],
  ]
  it.each(texts)('%s', (_what, file, text, sentence) => {
    expect(textBreaches(plant(file, text)).join('\n')).toContain(`${file} ${sentence}`)
  })

  const syntax: [what: string, file: string, text: string, sentence: string][] = [
    ['a stage reading the clock', 'lib/policy/x.ts', 'export const f = () => new Date()', 'reads the clock'],
    ['a stage asking the time', 'lib/assess/x.ts', 'export const f = () => Date.now()', 'uses Date.now'],
    ['a stage throwing dice', 'lib/stage/x.ts', 'export const f = () => Math.random()', 'uses Math.random'],
    ['a stage making an id', 'lib/audit/x.ts', 'export const f = () => crypto.randomUUID()', 'uses crypto.randomUUID'],
    ['a stage calling out', 'lib/decode/x.ts', "export const f = () => fetch('/x')", 'uses the global fetch'],
    ['a stage reading the environment', 'lib/core/x.ts', 'export const f = process.env.X', 'uses the global process'],
    ['an enum', 'components/x.ts', 'export enum Kind { A }', 'declares the enum Kind'],
    ['a double cast', 'lib/io/x.ts', 'export const f = 1 as unknown as string', 'casts twice'],
  ]
  it.each(syntax)('%s', (_what, file, text, sentence) => {
    expect(syntaxBreaches(new Map([[file, text]])).join('\n')).toContain(`${file} ${sentence}`)
  })

  it('but not the honest twins', () => {
    const honest = 'export const f = (now: Date) => ({ process: new Date(now), document: x.document, fetch: 1 as A })'
    expect(syntaxBreaches(new Map([['lib/core/x.ts', honest]]))).toEqual([])
  })
})
