import { expect, it } from 'vitest'
import { NOTICE_KINDS } from './kinds'
import { noticePath, noticeSentence } from './words'

it('says a sentence of every kind, with nothing of it but the number it is about', () => {
  for (const kind of NOTICE_KINDS) {
    const said = noticeSentence({ kind, about: 'W-1001' })
    expect(said).toMatch(/^[A-Z].*\.$/)
    expect(said).not.toMatch(/0x|undefined|successfully|!/)
  }
})

it.each([
  ['organisation/acme', 'Everything is frozen.'],
  ['safe/treasury', 'A Safe is frozen.'],
  ['member/ruth', 'A member is frozen.'],
  ['counterparty/0x5a5a', 'A contact is frozen.'],
  ['asset/1:0x5a5a', 'An asset is frozen.'],
  ['withdrawal/W-9', 'W-9 is frozen.'],
])('a freeze of %s names no name and no address', (about, said) =>
  expect(noticeSentence({ kind: 'frozen', about })).toBe(said),
)

it.each([
  ['waiting', 'W-7', '/withdrawals/W-7'],
  ['proposal-waiting', 'P-7', '/admin/proposals/P-7'],
  ['frozen', 'safe/treasury', '/freezes'],
  ['alarm-again', 'safe/treasury', '/freezes'],
  ['left-unregistered', 'safes', '/safes'],
  ['policy-vetoed', 'treasury-policy/2', '/admin'],
  ['policy-cooling', 'P-7/2026-03-02T09:00:00.000Z', '/admin/proposals/P-7'],
  ['list-refused', 'lists', '/lists'],
  ['list-imported', 'lists', '/lists'],
  ['address-changed', 'security', '/inbox'],
] as const)('%s of %s leads to %s', (kind, about, path) => expect(noticePath({ kind, about })).toBe(path))

it('says until when a policy can be vetoed', () =>
  expect(noticeSentence({ kind: 'policy-cooling', about: 'P-7/2026-03-02T09:05:10.000Z' })).toBe(
    'P-7 is agreed to and loosens a policy. It cools until 2026-03-02 09:05 UTC. You can veto it as long as it does.',
  ))
