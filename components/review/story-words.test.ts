import { describe, expect, it } from 'vitest'
import type { StoryEvent } from '@/db/queries/story'
import { quoteOf, storyWords } from './story-words'

const DIGEST = `0x${'ab'.repeat(32)}`
const SHOWN = { at: new Date('2026-03-01T09:15:08Z'), verdict: 'review', digest: DIGEST }
const event = (given: Partial<StoryEvent>): StoryEvent => ({
  ...{ at: new Date('2026-03-01T09:20:00Z'), actor: 'Ruth', action: 'approve', reason: '', outcome: 'done', seq: 7 },
  ...{ personal: null, frozen: null, shown: null, factor: null, approver: null },
  ...given,
})
const FACTOR = { label: 'Blue key', aaguid: 'cb69481e-8ff7-4039-93ec-0a2729a154a8', isDemo: false }

describe('an approval', () => {
  it('names the passkey that proved it and the review that it was given for', () => {
    expect(storyWords(event({ shown: SHOWN, factor: FACTOR }))).toEqual({
      said: 'approved',
      detail:
        'Owner signature recorded. Proven with the passkey “Blue key” (YubiKey 5, as it says). ' +
        'Approved: the review made at 09:15:08 UTC on Sun 1 Mar 2026, verdict review, digest abababababab….',
    })
  })

  it('claims neither where the desk has neither', () => {
    expect(storyWords(event({})).detail).toBe('Owner signature recorded.')
    const unnamed = { ...FACTOR, label: null, aaguid: '00000000-0000-0000-0000-000000000000' }
    expect(storyWords(event({ factor: unnamed })).detail).toContain(
      'Proven with the passkey (does not say which model it is).',
    )
  })

  it('shows what a label hides', () => {
    expect(storyWords(event({ factor: { ...FACTOR, label: 'my \u202ekey' } })).detail).toContain('“my ‹U+202E›key”')
  })
})

it('a request for a signature names the review that was shown', () => {
  const { detail } = storyWords(event({ action: 'begin-approval', shown: SHOWN }))
  expect(detail).toContain('Shown: the review made at 09:15:08 UTC')
})

describe('an approval that stopped counting', () => {
  const stale = { action: 'approval-stale', approver: 'Tomas' }

  it('says whose, for which review, and what to do, and no digest', () => {
    const { said, detail } = storyWords(event({ ...stale, shown: SHOWN, reason: `The review is no longer ${DIGEST}.` }))
    expect(said).toBe('stopped counting the approval of Tomas')
    expect(detail).toBe(
      'It was given for the review made at 09:15:08 UTC, and the review says something else now. Whoever gave it has to read the review again and approve anew.',
    )
  })

  it('says why where it was for another reason', () => {
    const reason = 'Its stored signature is not by its owner.'
    expect(storyWords(event({ ...stale, reason })).detail).toContain(`${reason} Whoever`)
  })
})

it('a freeze says what it stops, in the words of who set it', () => {
  const freeze = event({ action: 'freeze', frozen: 'safe', personal: '{"reason":"Odd calls."}' })
  expect(storyWords(freeze).said).toBe('froze its Safe')
  expect(quoteOf(freeze)).toBe('Odd calls.')
  expect(storyWords({ ...freeze, frozen: 'withdrawal' }).said).toBe('froze it')
  const lift = event({ action: 'unfreeze', frozen: 'safe', reason: '1 more must consent.' })
  expect(storyWords(lift)).toEqual({
    said: 'agreed to lift the freeze of its Safe',
    detail: '1 more must consent.',
  })
})
