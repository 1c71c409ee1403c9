import type { Leaf } from '@/lib/audit/types'
import type { NoticeDraft, NoticeKind } from '@/lib/notices/kinds'
import { withdrawalIn } from '@/lib/notices/subjects-of'
import { LIFTED } from '@/lib/policy/freeze'
import { moveOf } from '@/lib/stage/lifecycle'

/** Who is there, and how things stand at the moment when notices are made. */
export type NoticeFacts = {
  /** Active members. */
  readonly members: readonly { readonly id: string; readonly roles: readonly string[] }[]
  readonly withdrawal: {
    readonly initiatorId: string
    readonly state: string
    /** Whom the newest review names in a group and who has not approved. */
    readonly missing: readonly string[]
    /** Whose approval counts. */
    readonly approvers: readonly string[]
  } | null
  readonly proposal: {
    readonly authorId: string
    readonly isDecided: boolean
    /** ISO time at which the policy version that it makes counts; null where it makes none that cools and can be vetoed. */
    readonly coolsUntil: string | null
  } | null
  /** Whose approval it was that no longer counts. */
  readonly staleApproverId: string | null
}

/** Who may veto a version while it cools, and lives by it afterwards. */
const VETOERS = ['admin', 'signer', 'compliance'] as const

type Told = { readonly kind: NoticeKind; readonly about: string; readonly to: readonly string[] }

/**
 * Whom an event of the log concerns, and what they are told. Nobody is told what they did themselves, what is over by now,
 * or anything at all once they are switched off.
 */
export function noticesOf(leaf: Leaf, facts: NoticeFacts): readonly NoticeDraft[] {
  const told = toldOf(leaf, facts)
  if (told === null) return []
  const active = new Set(facts.members.map(({ id }) => id))
  const isOwnAct = (id: string) =>
    told.kind !== 'address-changed' && leaf.actor.kind === 'member' && leaf.actor.id === id
  return [...new Set(told.to)]
    .filter((id) => active.has(id) && !isOwnAct(id))
    .map((memberId) => ({ seq: leaf.seq, memberId, kind: told.kind, about: told.about, at: leaf.at }))
}

function toldOf(leaf: Leaf, facts: NoticeFacts): Told | null {
  const { action, object, outcome, subject } = leaf
  const withRole = (...roles: readonly string[]) =>
    facts.members.filter((one) => roles.some((role) => one.roles.includes(role))).map(({ id }) => id)
  if (outcome === 'refused') {
    // A list that lost too much, or that a frozen member brings: somebody else looks at it.
    const isAlarm = action === 'import-list' && leaf.reason.startsWith('BLOCKED')
    return isAlarm ? { kind: 'list-refused', about: 'lists', to: withRole('admin', 'compliance') } : null
  }
  switch (object.type) {
    case 'withdrawal':
    case 'nudge':
    case 'comment':
    case 'stale-approval':
      return ofWithdrawal(leaf, facts, withRole)
    case 'hold': {
      // Compliance alone hears who had it held; to everybody else it is a hold like any other.
      const by = facts.members.find(({ id }) => id === leaf.actor.id)
      if (by?.roles.includes('compliance')) return null
      return { kind: 'hold-asked', about: withdrawalIn(object.id), to: withRole('compliance') }
    }
    case 'freeze':
      return { kind: 'frozen', about: scopeOf(object.id), to: facts.members.map(({ id }) => id) }
    case 'freeze-lift':
      if (leaf.reason !== LIFTED) return null
      // Of "safe/treasury/<id of the freeze>/<who consented>".
      return { kind: 'lifted', about: scopeOf(scopeOf(object.id)), to: facts.members.map(({ id }) => id) }
    case 'proposal':
      if (facts.proposal === null || facts.proposal.isDecided) return null
      return { kind: 'proposal-waiting', about: object.id, to: withRole('admin') }
    case 'proposal-decision': {
      const isAgreed = action === 'agree-to-change'
      const { authorId = '', coolsUntil = null } = facts.proposal ?? {}
      // Whoever may veto has to know of it while they still may.
      if (isAgreed && coolsUntil !== null)
        return { kind: 'policy-cooling', about: `${object.id}/${coolsUntil}`, to: [authorId, ...withRole(...VETOERS)] }
      return {
        ...{ kind: isAgreed ? 'proposal-agreed' : 'proposal-refused', about: object.id },
        to: [authorId, ...withRole('admin')],
      }
    }
    case 'policy':
      // One that only tightens counts with the agreement itself; the log's first ones were there from the start.
      if (action !== 'activate-policies' && action !== 'agree-to-change') return null
      return { kind: 'policy-active', about: `${object.id}/${object.version}`, to: withRole(...VETOERS) }
    case 'policy-veto':
      return { kind: 'policy-vetoed', about: object.id, to: withRole(...VETOERS) }
    case 'seen-transfer':
      if (action === 'see-unregistered')
        return { kind: 'left-unregistered', about: 'safes', to: withRole('admin', 'compliance') }
      // Bait is shown where it may be copied and tells nobody anything.
      if (action !== 'see-listed-sender') return null
      return { kind: 'listed-money', about: 'lists', to: withRole('compliance') }
    case 'safe-alarm':
      return { kind: 'alarm-again', about: `safe/${subject}`, to: facts.members.map(({ id }) => id) }
    case 'onward-transfer':
      return { kind: 'listed-onward', about: 'lists', to: withRole('compliance') }
    case 'list-snapshot':
      // One person imports; who leaves a list that way, somebody else looks at.
      if (action !== 'import-list') return null
      return { kind: 'list-imported', about: 'lists', to: withRole('admin', 'compliance') }
    case 'list-change':
      return { kind: 'list-changed', about: 'lists', to: withRole('admin', 'compliance') }
    case 'list-look': {
      if (action !== 'refuse-list' && action !== 'note-stale-list') return null
      const kind = action === 'refuse-list' ? 'list-refused' : 'list-stale'
      return { kind, about: 'lists', to: withRole('admin', 'compliance') }
    }
    case 'notify-address':
      return { kind: 'address-changed', about: 'security', to: [object.id] }
    default:
      return null
  }
}

function ofWithdrawal(
  { action, object, subject }: Leaf,
  { withdrawal, staleApproverId }: NoticeFacts,
  withRole: (...roles: readonly string[]) => readonly string[],
): Told | null {
  if (withdrawal === null) return null
  const { initiatorId, state, missing, approvers } = withdrawal
  if (object.type === 'stale-approval')
    return { kind: 'approval-stale', about: subject, to: staleApproverId === null ? [] : [staleApproverId] }
  const about = withdrawalIn(object.id)
  // A comment is read where it stands; a question waits for one person.
  if (object.type === 'comment') return action === 'ask-initiator' ? { kind: 'asked', about, to: [initiatorId] } : null
  const isOpen = state === 'awaiting-approvals'
  if (object.type === 'nudge') return { kind: 'nudged', about, to: isOpen ? missing : [] }
  const to = moveOf(action)?.to
  if (to === undefined) return null
  const involved = [initiatorId, ...approvers]
  switch (to) {
    case 'awaiting-approvals':
      return { kind: 'waiting', about, to: isOpen ? missing : [] }
    case 'ready':
      return { kind: 'ready', about, to: state === 'ready' ? [...withRole('executor'), initiatorId] : [] }
    case 'blocked':
      return { kind: 'blocked', about, to: involved }
    case 'held':
      return { kind: 'held', about, to: [...involved, ...withRole('compliance')] }
    case 'executed':
    case 'superseded':
    case 'rejected':
    case 'cancelled':
    case 'expired':
    case 'cancelled-onchain':
      return { kind: to, about, to: involved }
    case 'failed-onchain':
    case 'cancel-pending-onchain':
      // Live signatures, or a used nonce: whoever executes has to know as well.
      return { kind: to, about, to: [...involved, ...withRole('executor', 'compliance')] }
    case 'draft':
    case 'staged':
    case 'screening':
    case 'cooling':
    case 'executing':
    case 'confirming':
    // A move that this build does not know tells nobody anything; the log keeps it.
    default:
      return null
  }
}

/** "safe/treasury" of "safe/treasury/<id of the freeze>". */
const scopeOf = (freezeName: string): string => freezeName.split('/').slice(0, -1).join('/')
