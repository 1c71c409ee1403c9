import { describe, expect, it } from 'vitest'
import { setupContent } from '@/lib/audit/setup'
import { entryAt, honest, refusal, STAGED, unproven } from '@/tests/builders/forge-pack'
import { AT, bootstrapped, enrolmentOf, type SampleEntry, setupOf, W1 } from '@/tests/builders/sample-pack'

const late = '2026-01-02T03:04:06.000Z'

describe('a passkey', () => {
  const mallory = enrolmentOf('bram', { memberId: 'ruth' })

  it('that counts only later proves nothing before', async () => {
    const fresh = ['ines', 'ruth', 'tomas', 'eli'].map((id) =>
      enrolmentOf(id, id === 'ruth' ? { usableFrom: late } : { usableFrom: AT }),
    )
    expect(await refusal([...setupOf(fresh), ...honest.slice(STAGED)])).toEqual([
      9,
      `The passkey of event 9 counts from ${late}, after the event at ${AT}.`,
    ])
  })

  it('that the setup did not enrol, or for somebody else, is refused', async () => {
    const without = [...setupOf(['ines', 'tomas', 'eli'].map((id) => enrolmentOf(id))), ...honest.slice(STAGED)]
    expect(await refusal(without)).toEqual([
      8,
      'The passkey of event 8 is not one that an earlier event of the pack enrolled.',
    ])
    const withheld = honest.map((entry) => ({
      ...entry,
      isRuth: entry.type === 'passkey' && entry.id === entryAt(2).id,
    }))
    expect(
      await refusal(withheld, { isHeld: (entry) => entry.type !== 'installation' && !Object(entry).isRuth }),
    ).toEqual([9, 'The passkey of event 9 is not one that an earlier event of the pack enrolled.'])
    const swapped = ['ines', 'ruth', 'tomas', 'eli'].map((id) =>
      enrolmentOf(id, id === 'ruth' ? { memberId: 'eli' } : {}),
    )
    expect(await refusal([...setupOf(swapped), ...honest.slice(STAGED)])).toEqual([9, unproven(9)])
  })

  it('is enrolled by nobody after the setup was closed', async () => {
    expect(await refusal([...honest, mallory])).toEqual([
      13,
      'Event 13 says it sets up the desk, whose setup was closed before.',
    ])
    expect(await refusal([...honest, { ...mallory, actor: { kind: 'member', id: 'ruth' } }])).toEqual([
      13,
      'Event 13 enrols a passkey, and no verb of this desk did that.',
    ])
  })

  it('is named by no link of the setup that came later, which only has its wallet invited again', async () => {
    const link = { ...mallory, action: 'renew-first-link', type: 'invitation' }
    expect(await refusal([...honest, link])).toBe('verified')
    expect(await refusal([...honest, { ...mallory, action: 'renew-first-link' }])).toEqual([
      13,
      'Event 13 says it sets up the desk, whose setup was closed before.',
    ])
  })

  it('is enrolled by no second setup, also where the first is left out', async () => {
    const again = [...honest.slice(0, STAGED), ...setupOf(), ...honest.slice(STAGED)]
    expect(await refusal(again)).toEqual([6, 'Event 6 says it sets up the desk, whose setup was closed before.'])
    const second = new Set(again.slice(STAGED))
    expect(await refusal(again, { isShown: (entry) => second.has(entry) })).toEqual([
      6,
      'Event 0 is missing: a pack begins with the whole setup of the desk.',
    ])
    expect(await refusal(honest, { isShown: ({ type }) => type !== 'passkey' })).toEqual([
      5,
      'Event 1 is missing: a pack begins with the whole setup of the desk.',
    ])
  })

  it('rests on a setup that was closed as a whole before any member did anything', async () => {
    const setup = setupOf()
    const before = [{ ...W1[0], action: 'note' }, ...setup, ...honest.slice(STAGED)]
    expect(await refusal(before)).toEqual([0, 'Event 0 comes before the one that closes the setup of the desk.'])
    expect(await refusal([...setup.toSpliced(5, 0, mallory), ...honest.slice(STAGED)])).toEqual([
      6,
      'Event 6 closes the setup of the desk with other objects than the events before it wrote.',
    ])
    expect(await refusal([...setup.with(5, bootstrapped('bootstrap', 'other', setupContent([])))])).toMatchObject([
      5,
      expect.stringContaining('with other objects'),
    ])
    expect(await refusal(honest, { isHeld: ({ type }) => !['installation', 'bootstrap'].includes(type) })).toEqual([
      5,
      'The section of event 5, which closes the setup of the desk, is missing.',
    ])
    const refused: SampleEntry = { action: 'x', type: 'refusal', id: 'x', content: {}, outcome: 'refused' }
    expect(await refusal([refused, ...honest])).toBe('verified')
  })
})
