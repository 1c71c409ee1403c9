/** The rooms in import order, and what each may import. The one list: zones, package lists and headers derive from it. */
export type Zone = {
  readonly room: string
  /** Other rooms or single files; a room may always import itself. */
  readonly may: readonly string[]
  /** npm packages at run time; types may come from viem anywhere. `any` for rooms that face the world. */
  readonly packages: readonly RegExp[] | 'any'
  readonly nodeBuiltins: boolean
  /** Pure: no network, database, clock, randomness, environment. */
  readonly isPure: boolean
  readonly isServerOnly: boolean
}

const VIEM = /^viem\/(utils|accounts)$/
const ZOD = /^zod$/
const NOBLE = /^@noble\//

const STAGES: readonly (readonly [room: string, packages: readonly RegExp[]])[] = [
  ['lib/stage', [VIEM, ZOD, NOBLE]],
  ['lib/decode', [VIEM, ZOD]],
  ['lib/simulate', [VIEM, ZOD, /^@ethereumjs\//]],
  ['lib/assess', [VIEM, ZOD, /^saxes$/]],
  ['lib/policy', [VIEM, ZOD]],
  ['lib/approve', [VIEM, ZOD, NOBLE]],
  ['lib/execute', [VIEM, ZOD, NOBLE]],
  ['lib/audit', [VIEM, ZOD, NOBLE]],
]

const BASE = ['lib/core', 'lib/chains']
const STAGE_ROOMS = STAGES.map(([room]) => room)
const FLOW_TYPES = STAGE_ROOMS.map((room) => room)

export const ZONES: readonly Zone[] = [
  pure('lib/core', [], [VIEM, ZOD, NOBLE]),
  pure('lib/chains', ['lib/core'], [ZOD]),
  ...STAGES.map(([room, packages], at) => pure(room, [...BASE, ...STAGE_ROOMS.slice(0, at)], packages)),
  pure('lib/verify', [...BASE, ...STAGE_ROOMS], [VIEM]),
  pure('lib/notices', [...BASE, ...STAGE_ROOMS], []),
  facing('lib/io', [...BASE, ...STAGE_ROOMS, 'lib/notices'], true),
  facing('db', ['lib/core', 'lib/chains', ...STAGE_ROOMS, 'lib/notices'], true),
  facing('lib/flows', ['db', ...BASE, ...STAGE_ROOMS, 'lib/verify', 'lib/notices', 'lib/io'], true),
  facing(
    'lib/session',
    [
      'lib/core',
      'lib/chains',
      'db',
      'lib/env.ts',
      'lib/io',
      'lib/flows/run-flow.ts',
      'lib/flows/burn.ts',
      'lib/flows/actor.ts',
      'lib/flows/flow.ts',
    ],
    true,
  ),
  { ...pure('lib/demo', [...BASE, ...STAGE_ROOMS], [/^viem/, NOBLE]), isPure: false },
  { ...facing('lib/desk', ['lib', 'db'], true), isServerOnly: false },
  {
    room: 'components',
    may: [...BASE, ...FLOW_TYPES, 'lib/verify', 'lib/notices', 'lib/demo'],
    packages: [/^react(-dom)?(\/|$)/, /^next(-auth)?\//, /^wagmi/, /^@wagmi\//, /^@tanstack\//, /^viem/, /^qr$/],
    nodeBuiltins: false,
    isPure: false,
    isServerOnly: false,
  },
  {
    room: 'app',
    may: [
      'components',
      'db/queries',
      'lib/session',
      'lib/flows',
      ...BASE,
      ...STAGE_ROOMS,
      'lib/env.ts',
      'lib/io',
      'lib/demo',
    ],
    packages: [/^react(-dom)?(\/|$)/, /^next(-auth)?(\/|$)/],
    nodeBuiltins: false,
    isPure: false,
    isServerOnly: false,
  },
]

function pure(room: string, may: readonly string[], packages: readonly RegExp[]): Zone {
  return { room, may, packages, nodeBuiltins: false, isPure: true, isServerOnly: false }
}

function facing(room: string, may: readonly string[], nodeBuiltins: boolean): Zone {
  return { room, may, packages: 'any', nodeBuiltins, isPure: false, isServerOnly: true }
}
