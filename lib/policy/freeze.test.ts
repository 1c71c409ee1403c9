import { describe, expect, it } from 'vitest'
import {
  type Freeze,
  freezesOn,
  isLifted,
  isReplacement,
  type Touched,
  touchedByReplacement,
  unliftableReason,
} from '@/lib/policy/freeze'

const FREEZE: Freeze = { scope: { kind: 'safe', id: 'treasury' }, frozenBy: 'ruth', liftedBy: [] }
const TOUCHED: Touched = {
  installationId: 'acme',
  safeId: 'treasury',
  withdrawalId: 'W-1',
  people: ['ines', 'ruth'],
  moves: { chainId: 1, assets: ['1:native', '1:0xaa'], counterparties: ['0xbb'], data: '0x00dd' },
}

describe('a freeze', () => {
  it.each<[kind: Freeze['scope']['kind'], mine: string, other: string]>([
    ['organisation', 'acme', 'other'],
    ['safe', 'treasury', 'operations'],
    ['withdrawal', 'W-1', 'W-2'],
    ['member', 'ines', 'tomas'],
    ['chain', '1', '10'],
    ['asset', '1:0xaa', '10:0xaa'],
    ['counterparty', '0xbb', '0xcc'],
    // Named by the calldata, however deep.
    ['counterparty', '0xdd', '0xee'],
  ])('of a %s stops what touches it and nothing else', (kind, mine, other) => {
    const on = (id: string): Freeze => ({ ...FREEZE, scope: { kind, id } })
    expect(freezesOn([on(mine), on(other)], TOUCHED)).toEqual([on(mine)])
  })

  it('is passed by a cancel that replaces a withdrawal, and by nothing else', () => {
    expect(isReplacement({ class: 'cancel', replaces: 'W-1' })).toBe(true)
    expect(isReplacement({ class: 'cancel', replaces: null })).toBe(false)
    expect(isReplacement({ class: 'transfer', replaces: 'W-1' })).toBe(false)
  })

  it('of a person stops a replacement only where they act', () => {
    const on = (kind: Freeze['scope']['kind'], id: string): Freeze => ({ ...FREEZE, scope: { kind, id } })
    const all = [on('organisation', 'acme'), on('safe', 'treasury'), on('withdrawal', 'W-1'), on('member', 'ines')]
    expect(freezesOn(all, touchedByReplacement('ruth'))).toEqual([])
    expect(freezesOn(all, touchedByReplacement('ines'))).toEqual([on('member', 'ines')])
  })

  it('stands until two people lifted it, without who set it and whom it stops', () => {
    const lifted = (...liftedBy: string[]) => isLifted({ ...FREEZE, liftedBy })
    expect(lifted('noor')).toBe(false)
    expect(lifted('noor', 'noor')).toBe(false)
    expect(lifted('noor', 'ruth')).toBe(false)
    expect(lifted('noor', 'sora')).toBe(true)
    const self: Freeze = { ...FREEZE, scope: { kind: 'member', id: 'noor' }, liftedBy: ['noor', 'sora'] }
    expect(isLifted(self)).toBe(false)
    expect(isLifted({ ...self, liftedBy: ['viktor', 'sora'] })).toBe(true)
    expect(freezesOn([{ ...FREEZE, liftedBy: ['noor', 'sora'] }], TOUCHED)).toEqual([])
  })

  it('needs an organisation that can lift it without any one person', () => {
    const person = (memberId: string, roles: string[], isActive = true) => ({ memberId, roles, isActive })
    const three = [person('a', ['admin']), person('b', ['admin']), person('c', ['compliance'])]
    expect(unliftableReason(three)).toBeNull()
    expect(unliftableReason(three.slice(1))).toContain('name at least 3')
    expect(unliftableReason([...three.slice(1), person('d', ['signer'])])).toContain('name at least 3')
    expect(unliftableReason([...three.slice(1), person('a', ['admin'], false)])).toContain('name at least 3')
  })
})
