import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { NextRequest } from 'next/server'
import { answerDoor } from '@/app/api/flows/[verb]/door'
import { openDb } from '@/db/client'
import { installation } from '@/db/schema/installation'
import { member, passkey, wallet } from '@/db/schema/member'
import { sha256Hex } from '@/lib/core/digest'
import { decodeWire, encodeWire } from '@/lib/core/wire'
import type { Role } from '@/lib/flows/actor'
import { type Deps, runFlow } from '@/lib/flows/run-flow'
import type { Io } from '@/lib/io/io'
import { startTestDatabase } from '@/tests/builders/database'

export const ORIGIN = 'http://localhost:3000'

const PEOPLE: readonly { id: string; roles: Role[]; isActive?: boolean }[] = [
  { id: 'ines', roles: ['initiator'] },
  { id: 'ruth', roles: ['signer'] },
  { id: 'ada', roles: ['admin'] },
  { id: 'gone', roles: ['signer'], isActive: false },
]

export type DoorAnswer = {
  readonly status: number
  readonly ok: boolean
  readonly value: Record<string, unknown>
  readonly error: { readonly code: string; readonly message: string; readonly problems: { field: string }[] }
}

export type DoorDesk = Awaited<ReturnType<typeof openDoorDesk>>

/** A database with four members, a clock that the test moves, and nothing else of the world. */
export async function openDoorDesk() {
  const database = await startTestDatabase()
  const db = openDb(database.appUrl)
  const clock = { at: new Date('2026-03-01T09:00:00.000Z') }
  const deps: Deps = { db, origin: ORIGIN, logPublicKey: '', io: { clock: { now: () => clock.at } } as Io }
  await db.insert(installation).values({
    id: 'acme',
    name: 'Acme',
    logOrigin: 'countersign/acme',
    logPublicKey: '',
    factorCoolingSeconds: 0,
    policyCoolingSeconds: 0,
    bookCoolingSeconds: 0,
    createdAt: clock.at,
  })
  for (const { id, roles, isActive = true } of PEOPLE) {
    await db.insert(member).values({ id, name: id, roles, isActive, createdAt: clock.at })
    const address = accountOf(id).address
    await db.insert(wallet).values({ address, memberId: id, proofMessage: '', proofSignature: '', createdAt: clock.at })
  }
  return {
    database,
    deps,
    db,
    pass: (seconds: number) => void (clock.at = new Date(clock.at.getTime() + seconds * 1000)),
    addPasskey: async (memberId: string, usableFrom = clock.at) => {
      const key = { credentialId: `key-of-${memberId}`, publicKey: '', aaguid: '', rpId: 'localhost', counter: 0 }
      await db.insert(passkey).values({ ...key, memberId, createdAt: clock.at, usableFrom })
    },
    close: async () => {
      await db.$client.end()
      await database.drop()
    },
  }
}

/** The wallet of a member, or of a stranger who has the same kind of key. */
export const accountOf = (name: string): PrivateKeyAccount => privateKeyToAccount(sha256Hex(`wallet of ${name}`))

/** One browser: cookies, and a way to the door. */
export class Browser {
  readonly cookies = new Map<string, string>()
  constructor(
    private readonly desk: DoorDesk,
    /** As a proxy in front would name it. */
    private readonly clientAddress: string | null = null,
  ) {}

  /** Posts as the desk's own pages do; `headers` replaces, null removes. */
  async post(verb: string, body: unknown, headers: Record<string, string | null> = {}): Promise<DoorAnswer> {
    return this.postText(verb, encodeWire(body), headers)
  }

  async postText(verb: string, body: BodyInit, headers: Record<string, string | null> = {}): Promise<DoorAnswer> {
    const all = {
      origin: ORIGIN,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...headers,
    }
    const kept = Object.entries(all).flatMap(([name, value]) =>
      value === null ? [] : [[name, value] as [string, string]],
    )
    const init = { method: 'POST', headers: kept, body, duplex: 'half' as const }
    const request = new NextRequest(`${ORIGIN}/api/flows/${verb}`, init)
    const response = await answerDoor(this.desk.deps, request, verb, this.clientAddress)
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return { ...(decodeWire(await response.text()) as DoorAnswer), status: response.status }
  }

  /** The message that the desk composes for this address. */
  async askToSignIn(name: string): Promise<string> {
    const answer = await this.post('request-sign-in', { address: accountOf(name).address, chainId: 31337 })
    return String(answer.value.message)
  }

  /** What next-auth does with a posted message: the sign-in verb, from this browser. */
  async openSession(message: string, signature: string): Promise<{ sessionId: string; memberId: string }> {
    const browserHash = sha256Hex(this.cookies.get('countersign-browser') ?? '')
    const answer = await runFlow(this.desk.deps, {
      verb: 'sign-in',
      entrance: 'session',
      actor: { kind: 'anonymous', browserHash },
      input: { message, signature, userAgent: 'test' },
    })
    const opened = answer as { sessionId: string; memberId: string }
    this.cookies.set('countersign-session', opened.sessionId)
    return opened
  }

  /** The whole way in. */
  async signInAs(name: string): Promise<{ sessionId: string; memberId: string }> {
    const message = await this.askToSignIn(name)
    return this.openSession(message, await accountOf(name).signMessage({ message }))
  }
}
