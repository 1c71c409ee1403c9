import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { type Address, keccak256, toHex } from 'viem'
import { type Db, openDb } from '@/db/client'
import { member } from '@/db/schema/member'
import { session } from '@/db/schema/session'
import { local } from '@/lib/chains/local'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { challengeOf } from '@/lib/approve/preimage'
import type { PasskeyAssertion } from '@/lib/approve/types'
import { sha256Hex } from '@/lib/core/digest'
import { assertDemoPasskey, demoRegistration } from '@/lib/demo/authenticator'
import { DEMO_MEMBERS, demoMember } from '@/lib/demo/members'
import { type DemoSafe, fillDemoSafes, readCodeHashes } from '@/lib/desk/demo-world-chain'
import { demoSetup } from '@/lib/desk/demo-world-setup'
import { type TokenAddresses, tokenAddresses } from '@/lib/desk/tokens'
import { type MemberActor, memberActor } from '@/lib/flows/actor'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import { FLOWS } from '@/lib/flows/index'
import type { IssuedStepUp } from '@/lib/flows/request-step-up'
import { type Deps, runFlow } from '@/lib/flows/run-flow'
import { createChainReader } from '@/lib/io/chain-reader'
import { createIo, type Io } from '@/lib/io/io'
import { NO_OUTBOX } from '@/lib/io/outbox'
import { createRpc } from '@/lib/io/rpc'
import type { TestChain } from '@/tests/builders/chain'
import { startTestDatabase, type TestDatabase } from '@/tests/builders/database'

export const ORIGIN = 'http://localhost:3000'
export const CHECKPOINT_KEY = new Uint8Array(32).fill(7)
const SIGNATURE_KEY = new Uint8Array(32).fill(9)

export type World = {
  readonly database: TestDatabase
  readonly db: Db
  readonly deps: Deps
  readonly safes: readonly DemoSafe[]
  /** Moves the desk's clock on. */
  readonly pass: (seconds: number) => void
  readonly now: () => Date
  readonly close: () => Promise<void>
}

type WorldParts = {
  /** A chain to put the Safes and their money on; without one their addresses are made up and nothing is on chain. */
  readonly chain?: TestChain
  /** What flows reach besides the clock; left out, the chain that was given. */
  readonly io?: Omit<Io, 'clock'>
  /** Another organisation than the demo's: what bootstrap gets, changed. */
  readonly alter?: (setup: BootstrapRequest) => BootstrapRequest | Promise<BootstrapRequest>
}

/** A migrated database with the demo organisation in it, set up by the bootstrap flow, and a clock that the test moves. */
export async function openWorld({ chain, io, alter = (setup) => setup }: WorldParts = {}): Promise<World> {
  const database = await startTestDatabase()
  const db = openDb(database.appUrl)
  let passed = 0
  const now = () => new Date(Date.now() + passed)
  const deps: Deps = {
    ...{ db, origin: ORIGIN, logPublicKey: logPublicKey(CHECKPOINT_KEY) },
    io: { outbox: NO_OUTBOX, ...(io ?? (chain && ioOf(chain.url, now))), clock: { now } } as Io,
  }
  const safes = chain ? await fillDemoSafes(chain.url, chain.tokens) : paperSafes()
  const tokens = await tokenAddresses()
  const codeHashes = chain ? await readCodeHashes(chain.url, tokens) : paperHashes(tokens)
  const input = await demoSetup({
    ...{ origin: ORIGIN, safes, tokens, codeHashes, coolingSeconds: 0 },
    logPublicKey: logPublicKey(CHECKPOINT_KEY),
  })
  await runFlow(deps, {
    verb: 'bootstrap',
    entrance: 'bootstrap',
    actor: { kind: 'bootstrap' },
    input: await alter(input),
  })
  const close = async () => {
    await db.$client.end()
    await database.drop()
  }
  return { database, db, deps, safes, pass: (seconds) => void (passed += seconds * 1000), now, close }
}

/** The real outside world, looking at one local chain with the desk's own clock. */
export function ioOf(chainUrl: string, now: () => Date): Io {
  const rpcUrls = new Map([[local.id, [chainUrl]]])
  const io = createIo({ rpcUrls, signatureKey: SIGNATURE_KEY })
  return { ...io, chain: createChainReader(createRpc(rpcUrls), { now }), clock: { now } }
}

/** A live session of a member, by name or id, with the roles that the database says. */
export async function signIn(world: Pick<World, 'db' | 'now'>, who: string): Promise<MemberActor> {
  return (await openSession(world, who)).actor
}

/** The same with the value of its cookie, for calls that go through the door. @param opener the wallet that opened it, if not theirs of the demo */
export async function openSession({ db, now }: Pick<World, 'db' | 'now'>, who: string, opener?: Address) {
  const { id, address } = demoMember(who.toLowerCase())
  const [known] = await db.select({ name: member.name, roles: member.roles }).from(member).where(eq(member.id, id))
  if (!known) throw new Error(`${id} is no member here`)
  const cookie = randomBytes(32).toString('base64url')
  const sessionHash = sha256Hex(cookie)
  await db.insert(session).values({
    idHash: sessionHash,
    memberId: id,
    address: opener ?? address,
    createdAt: now(),
    lastSeenAt: now(),
    expiresAt: new Date(now().getTime() + 12 * 3600 * 1000),
    idleSeconds: 1800,
    userAgent: 'test',
  })
  return { cookie, actor: memberActor({ memberId: id, ...known }, sessionHash) }
}

/**
 * Performs a verb as a member, in a session of its own, with the demo passkey where its gate asks for a step-up: the
 * subject is computed by the gate, as a page that shows the truth would.
 */
export async function act(world: Pick<World, 'db' | 'deps' | 'now'>, who: string, verb: string, input: object) {
  const actor = await signIn(world, who)
  const proof = await stepUp(world, actor, verb, input)
  return perform(world, actor, verb, proof === null ? input : { ...input, proof })
}

/** Performs a verb through the door's entrance with exactly this input. */
export const perform = ({ deps }: Pick<World, 'deps'>, actor: MemberActor, verb: string, input: unknown) =>
  runFlow(deps, { verb, entrance: 'door', actor, input })

/** Performs a job as the worker does. */
export const performJob = ({ deps }: Pick<World, 'deps'>, verb: string, input: object = {}) =>
  runFlow(deps, { verb, entrance: 'job', actor: { kind: 'system' }, input })

/**
 * The proof that belongs beside an input, or null when the verb asks for none.
 * @param by whose key signs in the name of the actor's passkey; their own unless it is an attack
 */
export async function stepUp(
  world: Pick<World, 'deps' | 'now'>,
  actor: MemberActor,
  verb: string,
  input: object,
  by = actor.memberId,
): Promise<object | null> {
  const place = { rpId: new URL(world.deps.origin).hostname, origin: world.deps.origin }
  const { credentialId } = demoRegistration(actor.memberId, place.rpId, place.origin)
  return stepUpWith(world, actor, verb, input, (challenge) => ({
    ...assertDemoPasskey({ memberId: by, challenge, ...place }),
    credentialId,
  }))
}

/** The same with whatever answers the challenge. */
export async function stepUpWith(
  { deps, now }: Pick<World, 'deps' | 'now'>,
  actor: MemberActor,
  verb: string,
  input: object,
  answer: (challenge: string) => PasskeyAssertion,
): Promise<object | null> {
  const flow = FLOWS.find((candidate) => candidate.verb === verb)
  if (!flow) throw new Error(`no verb ${verb}`)
  const asked = flow.gate.stepUp
  if ('none' in asked) return null
  const ctx = { ...deps, actor, now: now(), proof: null }
  const { digest, policyVersion } = await asked.subject(ctx, flow.input.parse(input))
  const request = { action: asked.action, subject: digest, policyVersion }
  const issued = (await perform({ deps }, actor, 'request-step-up', request)) as IssuedStepUp
  const { challenge } = challengeOf(issued.preimage)
  return { challengeId: issued.challengeId, factor: 'passkey', assertion: answer(challenge) }
}

/** The demo Safes where there is no chain: addresses that follow from their names. */
export function paperSafes(): DemoSafe[] {
  const ownersOf = (safe: 'treasury' | 'operations') =>
    DEMO_MEMBERS.filter(({ owns }) => owns.includes(safe)).map(({ address }) => address)
  const addressOf = (id: string) => `0x${keccak256(toHex(id)).slice(-40)}` as const
  return [
    { id: 'treasury', name: 'Treasury Safe', version: '1.4.1', owners: ownersOf('treasury'), threshold: 3 },
    { id: 'operations', name: 'Operations Safe', version: '1.3.0', owners: ownersOf('operations'), threshold: 2 },
    { id: 'training', name: 'Training Safe', version: '1.5.0', owners: ownersOf('operations'), threshold: 2 },
  ].map((safe) => ({ ...safe, address: addressOf(safe.id) }) as DemoSafe)
}

const paperHashes = ({ usdc, usdt, fee }: TokenAddresses) => ({
  ...{ usdc: keccak256(usdc), usdt: keccak256(usdt), fee: keccak256(fee) },
})
