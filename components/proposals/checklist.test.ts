import { describe, expect, it } from 'vitest'
import { checklist, type DeskFacts } from './checklist'

const now = new Date('2026-03-01T09:00:00.000Z')
const admin = (name: string, hasPasskey = true, countsFrom: Date | null = null) => ({
  ...{ name, roles: ['admin'], hasWallet: true, hasPasskey, countsFrom },
})
const node = (party: string, fault: string | null = null) => ({ party, fault })
const nothing: DeskFacts = {
  now,
  chains: [{ id: 1, name: 'Ethereum', nodes: [node('rpc.first'), node('rpc.second')] }],
  people: [admin('Ada'), admin('Boris')],
  unliftable: 'A freeze could stand for ever.',
  ...{ safes: [], assets: 0, contacts: 0 },
}
const done = (facts: DeskFacts) => checklist(facts).flatMap(({ id, isDone }) => (isDone ? [id] : []))

describe('the checklist', () => {
  it('begins with two admins and a chain', () => {
    expect(done(nothing)).toEqual(['admins', 'chains', 'passkeys'])
    expect(done({ ...nothing, people: [admin('Ada'), admin('Boris', false)] })).toEqual(['chains'])
  })

  it('is done where a first withdrawal could be made', () => {
    const all = { ...admin('Gus'), roles: ['initiator', 'signer', 'executor', 'compliance'] }
    const facts: DeskFacts = {
      ...{ ...nothing, unliftable: null, people: [...nothing.people, all] },
      ...{ safes: [{ name: 'Treasury', hasPolicy: true }], assets: 2, contacts: 1 },
    }
    expect(checklist(facts).every(({ isDone }) => isDone)).toBe(true)
    expect(done({ ...facts, unliftable: 'No.' })).not.toContain('members')
    expect(done({ ...facts, safes: [{ name: 'Treasury', hasPolicy: false }] })).not.toContain('policies')
  })

  it('says which node does not answer, though another one does, and that one node alone is not checked', () => {
    const of = (...nodes: ReturnType<typeof node>[]) =>
      checklist({ ...nothing, chains: [{ id: 1, name: 'Ethereum', nodes }] })[1]
    const half = of(node('rpc.first'), node('rpc.second', 'No connection.'))
    expect(half).toMatchObject({ isDone: false })
    expect(half?.says).toContain('Ethereum (1): rpc.first answers; rpc.second does not: No connection.')
    expect(of(node('rpc.first'), node('rpc.second'))).toMatchObject({
      isDone: true,
      says: 'Ethereum (1): rpc.first answers; rpc.second answers.',
    })
    expect(of(node('rpc.first'))).toMatchObject({ isDone: true, says: expect.stringContaining('one node only') })
  })

  it('says from when new passkeys count, before anybody fills in a form', () => {
    const later = new Date('2026-03-02T09:00:00.000Z')
    const [cooling] = checklist({ ...nothing, people: [admin('Ada', true, later), admin('Boris', true, later)] })
    expect(cooling).toMatchObject({ isDone: false })
    expect(cooling?.says).toBe(
      'The passkey of Ada is new and counts from Mon 2 Mar, 09:00 UTC. The passkey of Boris is new and counts from Mon 2 Mar, 09:00 UTC. Until two count, nothing can be proposed.',
    )
    const [half] = checklist({ ...nothing, people: [admin('Ada'), admin('Boris', true, later)] })
    expect(half?.says).toContain('nothing can be agreed to')
    expect(checklist(nothing)[0]).toMatchObject({ isDone: true })
  })

  it('leads to a Safe both ways', () => {
    const safes = checklist(nothing).find(({ id }) => id === 'safes')
    expect(safes?.ways.map(({ href }) => href)).toEqual(['/admin/propose/add-safe', '/admin/create-safe'])
  })
})
