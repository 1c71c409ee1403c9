import { describe, expect, it } from 'vitest'
import type { Leaf } from '@/lib/audit/types'
import { LIFTED } from '@/lib/policy/freeze'
import { moveAction, STATES, type WithdrawalState } from '@/lib/stage/lifecycle'
import { type NoticeFacts, noticesOf } from './notices-of'
import { subjectsOf } from './subjects-of'

const FACTS: NoticeFacts = {
  members: [
    { id: 'ines', roles: ['initiator'] },
    { id: 'ruth', roles: ['signer'] },
    { id: 'tomas', roles: ['signer'] },
    { id: 'eli', roles: ['executor'] },
    { id: 'noor', roles: ['compliance'] },
    { id: 'viktor', roles: ['admin'] },
    { id: 'sora', roles: ['admin', 'compliance'] },
  ],
  withdrawal: { initiatorId: 'ines', state: 'awaiting-approvals', missing: ['tomas'], approvers: ['ruth'] },
  proposal: { authorId: 'viktor', isDecided: false, coolsUntil: null },
  staleApproverId: 'ruth',
}
const leaf = (action: string, type: string, id: string, more: Partial<Leaf> = {}): Leaf => ({
  ...{ v: 1, seq: 9, at: '2026-03-01T09:00:00.000Z', actor: { kind: 'system' }, action, subject: '' },
  ...{
    object: { type, id, version: 2, contentHash: `0x${'0'.repeat(64)}` },
    outcome: 'done',
    reason: '',
    personal: null,
  },
  ...more,
})
const by = (id: string): Partial<Leaf> => ({ actor: { kind: 'member', id } })
const moved = (to: WithdrawalState, more: Partial<Leaf> = {}) =>
  leaf(moveAction('screening', to), 'withdrawal', 'W-7', more)
const standing = (state: string): NoticeFacts => ({
  ...FACTS,
  withdrawal: { initiatorId: 'ines', state, missing: ['tomas'], approvers: ['ruth'] },
})

/** "kind about: who who". */
const told = (event: Leaf, facts = FACTS) => {
  const drafts = noticesOf(event, facts)
  const kinds = [...new Set(drafts.map(({ kind, about }) => `${kind} ${about}`))]
  return kinds.length === 0 ? '' : `${kinds.join()}: ${drafts.map(({ memberId }) => memberId).join(' ')}`
}

describe('which event tells whom what', () => {
  it.each<[what: string, event: Leaf, facts: NoticeFacts, expected: string]>([
    ['open for approval', moved('awaiting-approvals'), FACTS, 'waiting W-7: tomas'],
    ['ready', moved('ready'), standing('ready'), 'ready W-7: eli ines'],
    ['blocked', moved('blocked'), standing('blocked'), 'blocked W-7: ines ruth'],
    ['a hold that ruth asked for', leaf('hold', 'hold', 'W-7/some-id', by('ruth')), FACTS, 'hold-asked W-7: noor sora'],
    ['held by noor', moved('held', by('noor')), standing('held'), 'held W-7: ines ruth sora'],
    ['executed', moved('executed'), standing('executed'), 'executed W-7: ines ruth'],
    ['failed', moved('failed-onchain'), standing('failed-onchain'), 'failed-onchain W-7: ines ruth eli noor sora'],
    ['rejected by ruth', moved('rejected', by('ruth')), standing('rejected'), 'rejected W-7: ines'],
    ['taken back', moved('cancelled', by('ines')), standing('cancelled'), 'cancelled W-7: ruth'],
    ['expired', moved('expired'), standing('expired'), 'expired W-7: ines ruth'],
    ['a question', leaf('ask-initiator', 'comment', 'W-7/some-id', by('noor')), FACTS, 'asked W-7: ines'],
    ['a nudge', leaf('nudge', 'nudge', 'W-7', by('ines')), FACTS, 'nudged W-7: tomas'],
    [
      'an approval out of the count',
      leaf('approval-stale', 'stale-approval', 'some-id', { subject: 'W-7' }),
      FACTS,
      'approval-stale W-7: ruth',
    ],
    [
      'a freeze by ruth',
      leaf('freeze', 'freeze', 'safe/treasury/some-id', by('ruth')),
      FACTS,
      'frozen safe/treasury: ines tomas eli noor viktor sora',
    ],
    [
      'the consent that ends a freeze',
      leaf('unfreeze', 'freeze-lift', 'safe/treasury/some-id/noor', { ...by('noor'), reason: LIFTED }),
      FACTS,
      'lifted safe/treasury: ines ruth tomas eli viktor sora',
    ],
    ['a proposal', leaf('propose-change', 'proposal', 'P-3', by('viktor')), FACTS, 'proposal-waiting P-3: sora'],
    [
      'an agreement',
      leaf('agree-to-change', 'proposal-decision', 'P-3', by('sora')),
      FACTS,
      'proposal-agreed P-3: viktor',
    ],
    ['a refusal', leaf('refuse-change', 'proposal-decision', 'P-3', by('sora')), FACTS, 'proposal-refused P-3: viktor'],
    [
      'an agreement to a policy that loosens, while it cools',
      leaf('agree-to-change', 'proposal-decision', 'P-3', by('sora')),
      { ...FACTS, proposal: { authorId: 'viktor', isDecided: true, coolsUntil: '2026-03-02T09:00:00.000Z' } },
      'policy-cooling P-3/2026-03-02T09:00:00.000Z: viktor ruth tomas noor',
    ],
    [
      'a policy begins',
      leaf('activate-policies', 'policy', 'p'),
      FACTS,
      'policy-active p/2: ruth tomas noor viktor sora',
    ],
    [
      'a policy that tightens, and counts with the agreement',
      leaf('agree-to-change', 'policy', 'p', by('sora')),
      FACTS,
      'policy-active p/2: ruth tomas noor viktor',
    ],
    [
      'a veto',
      leaf('veto-policy', 'policy-veto', 'p/2', by('noor')),
      FACTS,
      'policy-vetoed p/2: ruth tomas viktor sora',
    ],
    [
      'a list that lost too much',
      leaf('import-list', 'refusal', 'import-list', { ...by('noor'), outcome: 'refused', reason: 'BLOCKED: 9 gone.' }),
      FACTS,
      'list-refused lists: viktor sora',
    ],
    [
      'money from a listed sender',
      leaf('see-listed-sender', 'seen-transfer', 'treasury/some-id'),
      FACTS,
      'listed-money lists: noor sora',
    ],
    [
      'money that went on to a listed address',
      leaf('see-listed-onward', 'onward-transfer', 'some-id'),
      FACTS,
      'listed-onward lists: noor sora',
    ],
    [
      'what may have left of a token that nobody registered',
      leaf('see-unregistered', 'seen-transfer', 'treasury/some-id'),
      FACTS,
      'left-unregistered safes: noor viktor sora',
    ],
    [
      'what a frozen Safe did again',
      leaf('see-alarm', 'safe-alarm', 'treasury/some-id', { subject: 'treasury' }),
      FACTS,
      'alarm-again safe/treasury: ines ruth tomas eli noor viktor sora',
    ],
    [
      'a list that somebody imported',
      leaf('import-list', 'list-snapshot', 'ofac/2', by('viktor')),
      FACTS,
      'list-imported lists: noor sora',
    ],
    [
      'a change of a list',
      leaf('change-list', 'list-change', 'ofac/1', by('viktor')),
      FACTS,
      'list-changed lists: noor sora',
    ],
    [
      'a list that shrank where it is kept',
      leaf('refuse-list', 'list-look', 'ofac/2'),
      FACTS,
      'list-refused lists: noor viktor sora',
    ],
    [
      'a list that went stale',
      leaf('note-stale-list', 'list-look', 'ofac/2'),
      FACTS,
      'list-stale lists: noor viktor sora',
    ],
    [
      'another address for mail',
      leaf('notify-at', 'notify-address', 'ruth', by('ruth')),
      FACTS,
      'address-changed security: ruth',
    ],
  ])('%s', (_what, event, facts, expected) => expect(told(event, facts)).toBe(expected))

  it.each<[what: string, event: Leaf, facts?: NoticeFacts]>([
    ['a step between states', moved('cooling')],
    ['bait', leaf('see-bait', 'seen-transfer', 'treasury/some-id')],
    ['a forged transfer', leaf('see-forged', 'seen-transfer', 'treasury/some-id')],
    ['a comment', leaf('comment', 'comment', 'W-7/some-id', by('noor'))],
    ['an approval', leaf('approve', 'approval', 'some-id', by('ruth'))],
    ['a consent to lift', leaf('unfreeze', 'freeze-lift', 'safe/treasury/a/ruth', by('ruth'))],
    ['what agreeing brings about', leaf('agree-to-change', 'contract', 'c', by('sora'))],
    ['a policy that was there from the start', leaf('bootstrap', 'policy', 'p')],
    ['what the desk fetched of a list', leaf('refresh-list', 'list-snapshot', 'ofac/2')],
    ['a hold by compliance', leaf('hold', 'hold', 'W-7/some-id', by('noor'))],
    ['a look at a list', leaf('look-at-list', 'list-look', 'ofac/2')],
    [
      'a typing mistake in an import',
      leaf('import-list', 'refusal', 'import-list', { outcome: 'refused', reason: 'CONFLICT: x' }),
    ],
    ['a refused freeze', leaf('freeze', 'refusal', 'freeze', { outcome: 'refused', reason: 'NOT_ALLOWED: x' })],
    ['a withdrawal that is not there', moved('executed'), { ...FACTS, withdrawal: null }],
    ['what waited and does no more', moved('awaiting-approvals'), standing('ready')],
    ['what was ready and is no more', moved('ready'), standing('executing')],
    ['a nudge that came too late', leaf('nudge', 'nudge', 'W-7', by('ines')), standing('ready')],
    [
      'a proposal decided meanwhile',
      leaf('propose-change', 'proposal', 'P-3'),
      { ...FACTS, proposal: { authorId: 'viktor', isDecided: true, coolsUntil: null } },
    ],
  ])('nobody: %s', (_what, event, facts) => expect(told(event, facts)).toBe(''))

  it('tells nobody who is switched off', () => {
    const without = { ...FACTS, members: FACTS.members.filter(({ id }) => id !== 'tomas') }
    expect(told(moved('awaiting-approvals'), without)).toBe('')
  })

  it('tells each person once an event, in every state', () => {
    for (const state of STATES) {
      const ids = noticesOf(moved(state), standing(state)).map(({ memberId }) => memberId)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })
})

describe('what has to be read before', () => {
  it.each([
    [moved('ready'), { withdrawalId: 'W-7', proposalId: null, approvalId: null }],
    [
      leaf('approval-stale', 'stale-approval', 'a', { subject: 'W-7' }),
      { withdrawalId: 'W-7', proposalId: null, approvalId: 'a' },
    ],
    [leaf('refuse-change', 'proposal-decision', 'P-3'), { withdrawalId: null, proposalId: 'P-3', approvalId: null }],
    [leaf('sign-in', 'session', 's'), { withdrawalId: null, proposalId: null, approvalId: null }],
  ])('is what the leaf names', (event, subjects) => expect(subjectsOf(event)).toEqual(subjects))
})
