import type { NoticeKind } from '@/lib/notices/kinds'

type Told = { readonly kind: NoticeKind; readonly about: string }

/** One sentence without an amount, an address or a name: it may lie in a mailbox. */
export function noticeSentence({ kind, about }: Told): string {
  switch (kind) {
    case 'waiting':
      return `${about} waits for your approval.`
    case 'approval-stale':
      return `Your approval of ${about} no longer counts: its review changed.`
    case 'nudged':
      return `The initiator of ${about} asks for your approval.`
    case 'asked':
      return `Somebody asks you about ${about}.`
    case 'blocked':
      return `${about} is blocked.`
    case 'held':
      return `${about} is held.`
    case 'hold-asked':
      return `A signer had ${about} held. Reach them by a way of your own before it goes on.`
    case 'ready':
      return `${about} is ready to execute.`
    case 'executed':
      return `${about} is executed and final.`
    case 'failed-onchain':
      return `${about} failed on chain. Its nonce is used.`
    case 'rejected':
    case 'cancelled':
      return `${about} is ${kind}.`
    case 'expired':
      return `${about} expired.`
    case 'superseded':
      return `${about} is superseded: another transaction used its nonce.`
    case 'cancel-pending-onchain':
      return `${about} is stopped here. Its signatures stay valid on chain until its nonce is used.`
    case 'cancelled-onchain':
      return `${about} is cancelled on chain. Its signatures are dead.`
    case 'frozen':
      return `${frozenThing(about)} is frozen.`
    case 'lifted':
      return `${frozenThing(about)} is no longer frozen.`
    case 'proposal-waiting':
      return `${about} waits for a second admin.`
    case 'proposal-agreed':
      return `${about} is agreed to.`
    case 'proposal-refused':
      return `${about} is refused or taken back.`
    case 'policy-active':
      return 'Another policy version counts from now on.'
    case 'policy-cooling':
      return coolingSentence(about)
    case 'policy-vetoed':
      return 'A policy version was vetoed while it cooled.'
    case 'list-refused':
      return 'An import of a list was refused. What the list says did not change.'
    case 'listed-money':
      return 'A Safe received money from an address that a list names.'
    case 'listed-onward':
      return 'Money that the desk paid went on to an address that a list names.'
    case 'left-unregistered':
      return 'A token that is not registered here says that it left a Safe. Nothing is frozen for it.'
    case 'alarm-again':
      return `${frozenThing(about)} that is frozen did something outside this desk again.`
    case 'list-stale':
      return 'A list is too old to tell. Every payment waits until it is fresh again.'
    case 'list-imported':
      return 'A list was imported anew. Look at what left it.'
    case 'list-changed':
      return 'An admin changed how a list is kept.'
    case 'address-changed':
      return 'The address that your notices are mailed to changed.'
  }
}

/** Where the desk shows it: a path on the desk's own origin. */
export function noticePath({ kind, about }: Told): string {
  if (/^W-\d+$/.test(about)) return `/withdrawals/${about}`
  if (/^P-\d+$/.test(about)) return `/admin/proposals/${about}`
  if (kind === 'policy-cooling') return `/admin/proposals/${about.split('/')[0] ?? ''}`
  if (kind === 'left-unregistered') return '/safes'
  if (kind === 'frozen' || kind === 'lifted' || kind === 'alarm-again') return '/freezes'
  if (['list-refused', 'list-stale', 'list-changed', 'list-imported', 'listed-money', 'listed-onward'].includes(kind))
    return '/lists'
  if (kind === 'address-changed') return '/inbox'
  return '/admin'
}

/** Of "P-7/2026-03-02T09:00:00.000Z". */
function coolingSentence(about: string): string {
  const [proposalId = '', until = ''] = about.split('/')
  const at = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(until)
  const when = at ? `until ${at[1]} ${at[2]} UTC` : 'before it counts'
  return `${proposalId} is agreed to and loosens a policy. It cools ${when}. You can veto it as long as it does.`
}

/** What a freeze stops, by its kind alone. */
function frozenThing(scope: string): string {
  const [kind = '', ...rest] = scope.split('/')
  return kind === 'withdrawal' ? rest.join('/') : (FROZEN[kind] ?? 'Something')
}

const FROZEN: Readonly<Record<string, string>> = {
  ...{ organisation: 'Everything', chain: 'A chain', safe: 'A Safe', member: 'A member' },
  ...{ asset: 'An asset', counterparty: 'A contact' },
}
