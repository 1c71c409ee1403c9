import { expect, it } from 'vitest'
import { isControlSlot, isSameControl, measuredControl } from '@/lib/simulate/control-after'
import type { SlotChange } from '@/lib/simulate/types'
import { hash, OWNERS, SIMULATED } from '@/tests/builders/reviewed'

const [A, B, C, D] = OWNERS
const SENTINEL = '0x0000000000000000000000000000000000000001'
const safe = { owners: [A, B, C], threshold: 2 }
const word = (address: string) => `0x${address.slice(2).padStart(64, '0')}` as const
const slot = (label: string, after: `0x${string}`): SlotChange => ({ slot: hash(1), label, before: hash(0), after })
const measured = (...changes: readonly SlotChange[]) => measuredControl(safe, { ...SIMULATED, safeStorage: changes })

it('walks the list of owners that a change leaves', () => {
  const added = measured(
    slot(`owners[${SENTINEL}]`, word(D)),
    slot(`owners[${D}]`, word(A)),
    slot('ownerCount', hash(4)),
    slot('threshold', hash(3)),
  )
  expect(added && isSameControl(added, { owners: [D, A, B, C], threshold: 3 })).toBe(true)
  const removed = measured(slot(`owners[${A}]`, word(C)), slot(`owners[${B}]`, hash(0)))
  expect(removed && isSameControl(removed, { owners: [A, C], threshold: 2 })).toBe(true)
  expect(measured()).toEqual(safe)
})

it('says nothing of a list that is torn or goes round, or where nothing was simulated', () => {
  expect(measured(slot(`owners[${A}]`, hash(0)))).toBeNull()
  expect(measured(slot(`owners[${C}]`, word(A)))).toBeNull()
  expect(measuredControl(safe, { kind: 'unavailable', party: 'the node', reason: 'The node is down.' })).toBeNull()
})

it('tells the slots of control from all others', () => {
  const labels = ['threshold', 'ownerCount', `owners[${A}]`, 'singleton', 'modules[0x1]', 'guard', 'unknown', 'nonce']
  expect(labels.filter((label) => isControlSlot({ label }))).toEqual(['threshold', 'ownerCount', `owners[${A}]`])
})
