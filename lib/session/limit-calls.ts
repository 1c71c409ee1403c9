import 'server-only'
import { sha256Hex } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import type { Actor, MemberActor } from '@/lib/flows/actor'
import { burnRate } from '@/lib/flows/burn'
import type { Deps } from '@/lib/flows/run-flow'

// Nothing here is keyed by whom a request is about: else strangers, or whoever stole one session, could use up a
// member's calls and keep them from stopping a withdrawal.

/** Verbs that stop something. They count nowhere: a stolen session shares its counter with its own member. */
const STOPPING: readonly string[] = [
  'freeze',
  'hold',
  'cancel',
  'reject',
  'refuse-change',
  'veto-policy',
  'revoke-session',
  'revoke-other-sessions',
]

const A_MINUTE = 60
const PER_SESSION = 300
const RENDERS_PER_SESSION = 120
const PER_BROWSER = 60
const PER_CLIENT = 120

/** What a request without a session says of where it comes from. */
export type Caller = {
  readonly browserHash: string
  /** As the proxy in front names it; null when there is none. */
  readonly clientAddress: string | null
}

/**
 * Counts a call at the door: 300 a minute for a session; without one 60 for a browser and 120 for a client address.
 * @throws AppError TOO_MANY, never for a member who stops something
 */
export async function limitCalls(
  deps: Deps,
  call: { verb: string; actor: Actor; clientAddress: string | null },
): Promise<void> {
  const { actor, clientAddress } = call
  if (actor.kind === 'anonymous') return limitStrangers(deps, 'door', { browserHash: actor.browserHash, clientAddress })
  if (actor.kind !== 'member' || STOPPING.includes(call.verb)) return
  await count(deps, `door:session:${actor.sessionHash}`, PER_SESSION)
}

/** Counts a posted sign-in. @throws AppError TOO_MANY */
export async function limitSignIns(deps: Deps, caller: Caller): Promise<void> {
  await limitStrangers(deps, 'callback', caller)
}

/**
 * Counts a page that asks the chain or simulates.
 * @returns false above 120 a minute for the session: then the page shows what is stored, so that rejecting stays possible
 */
export async function mayAskChain(deps: Deps, viewer: MemberActor): Promise<boolean> {
  return isWithin(deps, `render:session:${viewer.sessionHash}`, RENDERS_PER_SESSION)
}

async function limitStrangers(deps: Deps, what: string, { browserHash, clientAddress }: Caller): Promise<void> {
  // A stranger names his own browser, so those share a fixed number of counters; the proxy names the client.
  await count(deps, `${what}:browser:${browserHash.slice(2, 6)}`, PER_BROWSER)
  if (clientAddress !== null) await count(deps, `${what}:client:${sha256Hex(clientAddress).slice(2, 18)}`, PER_CLIENT)
}

async function count(deps: Deps, key: string, limit: number): Promise<void> {
  if (!(await isWithin(deps, key, limit)))
    throw new AppError('TOO_MANY', 'That is too much at once. Wait a minute and go on.')
}

const isWithin = (deps: Deps, key: string, limit: number) =>
  burnRate(deps.db, { key, limit, windowSeconds: A_MINUTE, now: deps.io.clock.now() })
