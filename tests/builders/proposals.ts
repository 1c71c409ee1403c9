import { eq } from 'drizzle-orm'
import { getAddress, keccak256, toHex } from 'viem'
import { policy } from '@/db/schema/registry'
import { local } from '@/lib/chains/local'
import type { Json } from '@/lib/core/canonical'
import { parsePolicy } from '@/lib/policy/schema'
import type { Policy } from '@/lib/policy/types'
import { act, type World } from '@/tests/builders/world'

type Desk = Pick<World, 'db' | 'deps' | 'now'>

/** One admin proposes, with their demo passkey. @returns the proposal's id */
export async function proposeAs(desk: Desk, who: string, kind: string, body: Json): Promise<string> {
  const reason = 'It was asked for in writing.'
  return ((await act(desk, who, 'propose-change', { kind, body, reason })) as { proposalId: string }).proposalId
}

/** Another agrees. */
export const agreeAs = (desk: Desk, who: string, proposalId: string) =>
  act(desk, who, 'agree-to-change', { proposalId })

/** Both, as the two admins of the demo. */
export async function change(desk: Desk, kind: string, body: Json): Promise<string> {
  const proposalId = await proposeAs(desk, 'viktor', kind, body)
  await agreeAs(desk, 'sora', proposalId)
  return proposalId
}

/** An address that follows from a name. */
export const addressOf = (name: string) => getAddress(`0x${keccak256(toHex(name)).slice(-40)}`)

/** One contact of this name, at an address of its own. */
export const contactsBody = (name: string, address = addressOf(name)) => ({
  contacts: [{ id: name.toLowerCase().replaceAll(' ', '-'), chainId: local.id, address, name, class: 'counterparty' }],
})

/** The policy that counts on a Safe now. */
export async function activePolicy({ db }: Pick<World, 'db'>, safeId: string): Promise<Policy> {
  const rows = await db.select().from(policy).where(eq(policy.safeId, safeId))
  const active = rows.find(({ isActive }) => isActive)
  if (!active) throw new Error(`${safeId} has no policy`)
  return parsePolicy(active.body)
}

/** The next version of it, changed, as a proposal has it. */
export async function nextPolicy(
  desk: Desk,
  safeId: string,
  alter: (before: Policy) => Partial<Policy>,
): Promise<Json> {
  const before = await activePolicy(desk, safeId)
  const versions = await desk.db.select({ version: policy.version }).from(policy).where(eq(policy.safeId, safeId))
  const version = Math.max(...versions.map((one) => one.version)) + 1
  return JSON.parse(JSON.stringify({ safeId, policy: { ...before, ...alter(before), version } })) as Json
}

/** Treasury's payments with one person less: agreed to by two, and cooling where the desk cools. @returns its version */
export async function coolingPolicy(desk: Desk): Promise<number> {
  const body = await nextPolicy(desk, 'treasury', ({ rules }) => ({
    rules: rules.map((rule) => ({ ...rule, delaySeconds: Math.max(0, rule.delaySeconds - 1) })),
  }))
  await change(desk, 'change-policy', body)
  return (body as { policy: { version: number } }).policy.version
}
