import { randomBytes } from 'node:crypto'
import type { Address } from 'viem'
import { codeHash, createCode, proveCode } from '@/lib/approve/enrolment-code'
import { installation } from '@/db/schema/installation'
import { demoRegistration } from '@/lib/demo/authenticator'
import { demoMember } from '@/lib/demo/members'
import type { MemberActor } from '@/lib/flows/actor'
import type { IssuedRegistration } from '@/lib/flows/request-registration'
import { type SoftAuthenticator, softAuthenticator } from '@/tests/builders/soft-authenticator'
import { act, ORIGIN, perform, signIn, stepUp, stepUpWith, type World } from '@/tests/builders/world'

export type Desk = Pick<World, 'db' | 'deps' | 'now'>
export type Enrolled = { readonly credentialId: string; readonly usableFrom: string }

export const credentialIdOf = (memberId: string) => demoRegistration(memberId, 'localhost', ORIGIN).credentialId

/** What a browser posts of a passkey that it had made for a challenge of this session. */
export async function registrationFor(desk: Desk, actor: MemberActor, key: SoftAuthenticator) {
  const issued = (await perform(desk, actor, 'request-registration', {})) as IssuedRegistration
  return { challengeId: issued.challengeId, ...key.register(issued.challenge) }
}

/** A further passkey, confirmed with the demo one. */
export async function addKey(desk: Desk, who: string, key = softAuthenticator()): Promise<SoftAuthenticator> {
  const actor = await signIn(desk, who)
  const input = { registration: await registrationFor(desk, actor, key), label: 'Security key' }
  await perform(desk, actor, 'add-passkey', { ...input, proof: await stepUp(desk, actor, 'add-passkey', input) })
  return key
}

/** Performs a verb with a key of the member's own instead of the demo one. */
export async function actWith(desk: Desk, who: string, verb: string, input: object, key: SoftAuthenticator) {
  const actor = await signIn(desk, who)
  return perform(desk, actor, verb, { ...input, proof: await stepUpWith(desk, actor, verb, input, key.assert) })
}

/** An admin takes a member's demo passkey away, as when it was lost. */
export const loseKey = (desk: Desk, who: string, admin = 'viktor') =>
  act(desk, admin, 'retire-passkey', { credentialId: credentialIdOf(who) })

/** A code as an admin's browser makes it, issued for a member. */
export async function issueCode(
  desk: Desk,
  who: string,
  { admin = 'viktor', address = demoMember(who).address }: { admin?: string; address?: Address } = {},
): Promise<string> {
  const code = createCode(randomBytes(16))
  await act(desk, admin, 'issue-enrolment-code', { memberId: who, address, codeHash: codeHash(code) })
  return code
}

/** What a member posts who typed a code and had a passkey made. */
export async function enrolmentWith(desk: Desk, actor: MemberActor, code: string, key: SoftAuthenticator) {
  const [installed] = await desk.db.select({ id: installation.id }).from(installation)
  const registration = await registrationFor(desk, actor, key)
  const statement = { installation: installed?.id ?? '', memberId: actor.memberId, passkey: key.passkey }
  return { registration, label: 'First key', code: proveCode(code, statement) }
}

export async function enrolWith(desk: Desk, actor: MemberActor, code: string, key = softAuthenticator()) {
  const input = await enrolmentWith(desk, actor, code, key)
  return { key, enrolled: (await perform(desk, actor, 'enrol-first-passkey', input)) as Enrolled }
}
