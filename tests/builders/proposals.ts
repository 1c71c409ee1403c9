import { getAddress, keccak256, toHex } from 'viem'
import { local } from '@/lib/chains/local'
import type { Json } from '@/lib/core/canonical'
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
