import { describe, expect, it } from 'vitest'
import { NOT_ON_OWN, permissionRows } from '@/app/members/permission-rows'
import { ROLES } from '@/lib/flows/actor'
import type { Flow } from '@/lib/flows/flow'
import { FLOWS } from '@/lib/flows/index'

const rows = permissionRows(FLOWS)
const rowOf = (verb: string) => rows.find((row) => row.verb === verb)

describe('what each role may do', () => {
  it('has a row for every verb that a member performs, and for no other', () => {
    const members = FLOWS.filter(({ gate }) => gate.actors.includes('member')).map(({ verb }) => verb)
    expect(rows.map(({ verb }) => verb)).toEqual(members)
    expect(rowOf('sequence-log')).toBeUndefined()
    expect(rowOf('bootstrap')).toBeUndefined()
  })

  it('says of each gate exactly whom it lets in', () => {
    for (const { verb, gate } of FLOWS)
      for (const role of ROLES) {
        const isOpen = gate.actors.includes('member') && (gate.roles === 'any' || gate.roles.includes(role))
        expect({ verb, role, may: rowOf(verb)?.roles.includes(role) ?? false }).toEqual({ verb, role, may: isOpen })
      }
  })

  it('follows a gate that changes', () => {
    const changed = FLOWS.map((flow): Flow => ({ ...flow, gate: { ...flow.gate, roles: ['admin'] } }))
    expect(permissionRows(changed).map(({ roles }) => roles)).toEqual(rows.map(() => ['admin']))
  })

  it('names the step-up, or why none is asked', () => {
    expect(rowOf('stage')).toMatchObject({ roles: ['initiator'], stepUp: 'stage', why: '' })
    expect(rowOf('reject')).toMatchObject({ stepUp: null, why: expect.stringContaining('Stopping is never harder') })
  })

  it('opens a square for what nobody does to their own', () => {
    expect(rowOf('approve')).toMatchObject({ roles: ['signer'], notOn: 'what they staged' })
    expect(rowOf('stage')?.notOn).toBeNull()
    for (const verb of Object.keys(NOT_ON_OWN)) expect(rowOf(verb)).toBeDefined()
  })
})
