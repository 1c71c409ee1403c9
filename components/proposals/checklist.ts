import { dayTime } from '../review/times'

/** What the desk knows of itself, for the steps from empty to a first withdrawal. */
export type DeskFacts = {
  readonly chains: readonly {
    readonly id: number
    readonly name: string
    /** Each node by its host, and what kept it from showing a fresh head; null where it did. */
    readonly nodes: readonly { readonly party: string; readonly fault: string | null }[]
  }[]
  readonly now: Date
  /** Active members with a passkey here, and those without. */
  readonly people: readonly {
    readonly name: string
    readonly roles: readonly string[]
    readonly hasWallet: boolean
    readonly hasPasskey: boolean
    /** When their first passkey counts, where none does yet; a new one cools. */
    readonly countsFrom: Date | null
  }[]
  /** Why a freeze could never be lifted, or null. */
  readonly unliftable: string | null
  readonly safes: readonly { readonly name: string; readonly hasPolicy: boolean }[]
  readonly assets: number
  readonly contacts: number
}

export type Step = {
  readonly id: string
  readonly title: string
  readonly isDone: boolean
  /** What is there, and what is missing. */
  readonly says: string
  /** Where it is done, the usual way first; none where no page of the desk does it. */
  readonly ways: readonly Way[]
}

export type Way = { readonly href: string; readonly action: string }

/** The steps in the order in which each becomes possible. */
export function checklist(facts: DeskFacts): readonly Step[] {
  return [admins, chains, members, passkeys, safes, assets, contacts, policies].map((step) => step(facts))
}

const admins = ({ people, now }: DeskFacts): Step => {
  const enrolled = people.filter(({ roles, hasPasskey }) => roles.includes('admin') && hasPasskey)
  const able = enrolled.filter(({ countsFrom }) => countsFrom === null)
  const cooling = enrolled.flatMap(({ name, countsFrom }) =>
    countsFrom === null ? [] : [`The passkey of ${name} is new and counts from ${near(countsFrom, now)}.`],
  )
  return {
    ...{ id: 'admins', title: 'Two admins with a passkey', isDone: able.length >= 2 },
    ways: [{ href: '/admin/enrolment', action: 'Enrol others' }],
    says:
      able.length >= 2
        ? `${able.map(({ name }) => name).join(' and ')}. One agrees to what another proposes.`
        : enrolled.length >= 2
          ? `${cooling.join(' ')} Until two count, nothing can be ${able.length === 0 ? 'proposed' : 'agreed to'}.`
          : [`${enrolled.length} of 2. Until both are in, nothing can be agreed to.`, ...cooling].join(' '),
  }
}

const near = (at: Date, now: Date) => dayTime(at, now).replace(/^(at|on) /, '')

const chains = ({ chains: found }: DeskFacts): Step => {
  const dead = found.flatMap(({ nodes }) => nodes.filter(({ fault }) => fault !== null))
  const single = found.filter(({ nodes }) => nodes.length < 2)
  const alone =
    single.length === 0
      ? ''
      : ` ${single.map(({ name }) => name).join(' and ')}: one node only, so nothing it says is checked by another.`
  return {
    ...{ id: 'chains', title: 'Chains that answer, each node of them', isDone: found.length > 0 && dead.length === 0 },
    ways: [],
    says: `${found.map(({ name, id, nodes }) => `${name} (${id}): ${nodes.map(nodeWords).join('; ')}.`).join(' ')}${alone}${
      dead.length === 0 ? '' : ' What one node says is checked by another, so each has to answer. They are set in CHAIN_RPC_URLS.'
    }`,
  }
}

const nodeWords = ({ party, fault }: DeskFacts['chains'][number]['nodes'][number]) =>
  fault === null
    ? `${party} answers`
    : `${party} does not: ${fault.replace(/^The chain did not answer: /, '').replace(/\.$/, '')}`

const members = ({ people, unliftable }: DeskFacts): Step => {
  const missing = ['initiator', 'signer', 'executor', 'compliance'].filter(
    (role) => !people.some(({ roles }) => roles.includes(role)),
  )
  return {
    ...{ id: 'members', title: 'Members for every role', isDone: missing.length === 0 && unliftable === null },
    ways: [{ href: '/admin/propose/invite-member', action: 'Invite a member' }],
    says: [missing.length === 0 ? `${people.length} members.` : `Nobody is ${missing.join(', ')}.`, unliftable ?? '']
      .filter((sentence) => sentence !== '')
      .join(' '),
  }
}

const passkeys = ({ people }: DeskFacts): Step => {
  const waiting = people.filter(({ hasPasskey, hasWallet }) => !hasPasskey || !hasWallet)
  return {
    ...{ id: 'passkeys', title: 'Everybody is enrolled', isDone: people.length > 0 && waiting.length === 0 },
    ways: [{ href: '/admin/enrolment', action: 'Issue codes' }],
    says:
      waiting.length === 0
        ? 'Every member proved a wallet and has a passkey here.'
        : waiting
            .map(
              ({ name, hasWallet }) => `${name} ${hasWallet ? 'has no passkey yet' : 'has not opened their link yet'}.`,
            )
            .join(' '),
  }
}

const safes = ({ safes: served }: DeskFacts): Step => ({
  ...{ id: 'safes', title: 'A Safe', isDone: served.length > 0 },
  ways: [
    { href: '/admin/propose/add-safe', action: 'Import a Safe' },
    { href: '/admin/create-safe', action: 'Create a Safe' },
  ],
  says: served.length === 0 ? 'None is served yet.' : `${served.map(({ name }) => name).join(', ')}.`,
})

const assets = ({ assets: count }: DeskFacts): Step => ({
  ...{ id: 'assets', title: 'Assets', isDone: count > 0 },
  ways: [{ href: '/admin/propose/add-asset', action: 'Register an asset' }],
  says:
    count === 0
      ? 'None is registered, so nothing can be paid.'
      : count === 1
        ? 'One is registered.'
        : `${count} are registered.`,
})

const contacts = ({ contacts: count }: DeskFacts): Step => ({
  ...{ id: 'contacts', title: 'First contacts', isDone: count > 0 },
  ways: [{ href: '/admin/propose/add-contacts', action: 'Add contacts' }],
  says:
    count === 0
      ? 'The address book is empty; payments to anybody outside it are held.'
      : count === 1
        ? 'One entry.'
        : `${count} entries.`,
})

const policies = ({ safes: served }: DeskFacts): Step => {
  const without = served.filter(({ hasPolicy }) => !hasPolicy)
  return {
    ...{ id: 'policies', title: 'A policy for each Safe', isDone: served.length > 0 && without.length === 0 },
    ways: [{ href: '/admin/propose/set-policy', action: 'Set a first policy' }],
    says:
      served.length === 0
        ? 'It needs a Safe first.'
        : without.length === 0
          ? 'Every Safe has one.'
          : `${without.map(({ name }) => name).join(' and ')} ${without.length === 1 ? 'has' : 'have'} none, so nothing leaves.`,
  }
}
