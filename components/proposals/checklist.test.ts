import { describe, expect, it } from 'vitest'
import { checklist, type DeskFacts } from './checklist'

const admin = (name: string, hasPasskey = true) => ({ name, roles: ['admin'], hasWallet: true, hasPasskey })
const nothing: DeskFacts = {
  chains: [{ id: 1, name: 'Ethereum', nodes: 2, fault: null }],
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

  it('says which chain does not answer, and that one node alone is not checked', () => {
    const silent = { id: 1, name: 'Ethereum', nodes: 1, fault: 'No node answers.' }
    const [, chains] = checklist({ ...nothing, chains: [silent] })
    expect(chains).toMatchObject({ isDone: false, says: expect.stringContaining('Ethereum: No node answers.') })
    const [, alone] = checklist({ ...nothing, chains: [{ ...silent, fault: null }] })
    expect(alone).toMatchObject({ isDone: true, says: expect.stringContaining('one node only') })
  })
})
