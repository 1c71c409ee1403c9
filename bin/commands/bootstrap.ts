import { randomBytes } from 'node:crypto'
import { isAddress, getAddress } from 'viem/utils'
import { openDb } from '@/db/client'
import { CODE_BYTES, codeHash, createCode } from '@/lib/approve/enrolment-code'
import { DEFAULT_COOL_OFF_SECONDS } from '@/lib/assess/contact-classes'
import { AppError } from '@/lib/core/errors'
import { EnvError, setupEnv } from '@/lib/env'
import { runFlow } from '@/lib/flows/run-flow'
import { createIo } from '@/lib/io/io'
import { EXIT_CONFIGURATION } from '@/lib/session/boot'

export const BOOTSTRAP_USAGE = `bootstrap --name ORGANISATION --admin ID=NAME=ADDRESS --admin ID=NAME=ADDRESS
            [--factor-cooling SECONDS] [--policy-cooling SECONDS] [--book-cooling SECONDS]
  countersign bootstrap --renew ID`

const DAY = 24 * 3600

type Admin = { readonly id: string; readonly name: string; readonly address: string }
type Asked = {
  readonly name: string
  readonly admins: readonly Admin[]
  readonly cooling: { readonly factor: number; readonly policy: number; readonly book: number }
}

/**
 * `countersign bootstrap`: sets up an empty database with the organisation and its first admins, and prints a code and a
 * link for each, or with --renew another link for one of them. The codes are kept nowhere else. Exit 0; 1 for bad words or a database that is set up already; 78 for a bad
 * environment.
 */
export async function bootstrapDesk(args: readonly string[]): Promise<number> {
  const asked = args[0] === '--renew' ? readRenewal(args) : readArguments(args)
  if ('fault' in asked) return say(`${asked.fault}\nUsage:\n  countersign ${BOOTSTRAP_USAGE}\n`, 1)
  try {
    const { databaseUrl, appOrigin, logPublicKey } = setupEnv()
    const db = openDb(databaseUrl, 2)
    try {
      const io = createIo({ rpcUrls: new Map(), signatureKey: null })
      const deps = { db, io, origin: appOrigin, logPublicKey }
      process.stdout.write('renew' in asked ? await renew(deps, asked.renew) : await begin(deps, asked))
    } finally {
      await db.$client.end()
    }
    return 0
  } catch (error) {
    if (error instanceof EnvError) return say(`${error.message}\n`, EXIT_CONFIGURATION)
    if (error instanceof AppError)
      return say(
        [error.message, ...error.problems.map(({ field, message }) => `  ${field}: ${message}`), ''].join('\n'),
        1,
      )
    throw error
  }
}

type Coded = Admin & { readonly code: string }
type Deps = Parameters<typeof runFlow>[0]

async function begin(deps: Deps, asked: Asked): Promise<string> {
  const codes = asked.admins.map((admin) => ({ ...admin, code: createCode(randomBytes(CODE_BYTES)) }))
  await setUp(deps, asked, codes)
  return told(asked, codes, deps.origin)
}

async function renew(deps: Deps, memberId: string): Promise<string> {
  const code = createCode(randomBytes(CODE_BYTES))
  const call = { verb: 'renew-first-link', entrance: 'bootstrap', actor: { kind: 'bootstrap' } } as const
  const answer = (await runFlow(deps, { ...call, input: { memberId, codeHash: codeHash(code) } })) as {
    name: string
    address: string
  }
  return `${answer.name} (${memberId}), with the wallet ${answer.address}:
  ${deps.origin}/join#${code}

It works for 7 days, once, and with that wallet only; every earlier link of theirs is dead. The other admin then issues a code
for their passkey.
`
}

async function setUp(deps: Deps, { name, cooling }: Asked, admins: readonly Coded[]): Promise<void> {
  const input = {
    installation: {
      ...{ id: installationId(name), name, logPublicKey: deps.logPublicKey },
      factorCoolingSeconds: cooling.factor,
      policyCoolingSeconds: cooling.policy,
      bookCoolingSeconds: cooling.book,
    },
    members: admins.map((admin) => ({ id: admin.id, name: admin.name, roles: ['admin'], isDemo: false })),
    invited: admins.map(({ id, address, code }) => ({ memberId: id, address, codeHash: codeHash(code) })),
    ...{ wallets: [], passkeys: [], safes: [], assets: [], bookEntries: [], policies: [] },
  }
  await runFlow(deps, { verb: 'bootstrap', entrance: 'bootstrap', actor: { kind: 'bootstrap' }, input })
}

// Part of everything that is signed, for ever: two desks of one name are still two.
const installationId = (name: string): string => {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  return [...(words === '' ? [] : [words]), randomBytes(4).toString('hex')].join('-')
}

function told({ name }: Asked, admins: readonly Coded[], origin: string): string {
  const lines = admins.flatMap((admin) => [
    '',
    `${admin.name} (${admin.id}), with the wallet ${admin.address}:`,
    `  ${origin}/join#${admin.code}`,
    `  code ${admin.code}`,
  ])
  return `${name} is set up. Web and worker must run from now on.
${lines.join('\n')}

Each opens their link, proves their wallet, signs in and enrols a passkey with the same code, within 30 minutes. Whoever is
later proves the wallet within 7 days and gets a new code from the other one. Give each link to its person alone: it works
once, and with that wallet only. Then the desk's own checklist goes on.
`
}

function say(text: string, code: number): number {
  process.stderr.write(text)
  return code
}

function readRenewal([, id, ...more]: readonly string[]): { renew: string } | { fault: string } {
  return id === undefined || more.length > 0 ? { fault: '--renew takes the id of one member.' } : { renew: id }
}

function readArguments(args: readonly string[]): Asked | { fault: string } {
  const given = new Map<string, string[]>()
  for (let at = 0; at < args.length; at += 2) {
    const [flag = '', value] = [args[at], args[at + 1]]
    if (!FLAGS.has(flag)) return { fault: `There is no ${flag}.` }
    if (value === undefined) return { fault: `${flag} needs a value.` }
    given.set(flag, [...(given.get(flag) ?? []), value])
  }
  const name = given.get('--name')?.[0]?.trim() ?? ''
  if (name === '') return { fault: 'Give the organisation a name with --name.' }
  const admins = (given.get('--admin') ?? []).map(readAdmin)
  const fault = admins.find((one) => 'fault' in one)
  if (fault && 'fault' in fault) return fault
  const cooling = { factor: DAY, policy: DAY, book: DEFAULT_COOL_OFF_SECONDS }
  for (const kind of ['factor', 'policy', 'book'] as const) {
    const text = given.get(`--${kind}-cooling`)?.[0]
    if (text === undefined) continue
    if (!/^\d{1,8}$/.test(text)) return { fault: `--${kind}-cooling is a whole number of seconds, not ${text}.` }
    cooling[kind] = Number(text)
  }
  return { name, admins: admins as Admin[], cooling }
}

const FLAGS = new Set(['--name', '--admin', '--factor-cooling', '--policy-cooling', '--book-cooling'])

function readAdmin(text: string): Admin | { fault: string } {
  const [id, name, address, ...more] = text.split('=').map((part) => part.trim())
  if (!id || !name || !address || more.length > 0) return { fault: `--admin is ID=NAME=ADDRESS, not ${text}.` }
  if (!isAddress(address, { strict: false })) return { fault: `${address} is no address.` }
  const isChecked = address === address.toLowerCase() || isAddress(address)
  if (!isChecked) return { fault: `The checksum of ${address} does not match, so at least one character is wrong.` }
  return { id, name, address: getAddress(address) }
}
