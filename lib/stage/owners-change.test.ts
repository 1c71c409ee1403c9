import { describe, expect, it } from 'vitest'
import { buildOwnersChange } from '@/lib/stage/build'
import { classFault } from '@/lib/stage/class-fault'
import { controlAfter } from '@/lib/stage/control'
import { hashSafeTx } from '@/lib/stage/hash'
import { encodeOwnersChange, readOwnersChange } from '@/lib/stage/owners-change'
import { parseOwnersChange, type RawOwnersChange } from '@/lib/stage/parse-owners-change'
import type { Intent, OwnersChange, SafeRef, SafeTx } from '@/lib/stage/types'
import { local } from '@/lib/chains/local'

const SAFE: SafeRef = { chainId: 1, address: '0x8Ba1f109551bD432803012645Ac136ddd64DBA72', version: '1.4.1' }
const [A, B, C, NEW] = [
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
  '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65',
] as const
const control = { owners: [A, B, C], threshold: 2 }

const CHANGES: readonly OwnersChange[] = [
  { kind: 'add-owner', owner: NEW, threshold: 3 },
  { kind: 'remove-owner', owner: A, threshold: 2 },
  { kind: 'remove-owner', owner: C, threshold: 1 },
  { kind: 'swap-owner', oldOwner: B, newOwner: NEW },
  { kind: 'change-threshold', threshold: 3 },
]

describe.each(CHANGES)('the change $kind', (change) => {
  it('is read back from its bytes', () => {
    expect(readOwnersChange(encodeOwnersChange(change, control.owners))).toEqual(change)
  })

  it('is not read from bytes that say more', () => {
    expect(readOwnersChange(`${encodeOwnersChange(change, control.owners)}00`)).toBeNull()
    expect(readOwnersChange('0x12345678')).toBeNull()
  })

  it('is what its initiator confirmed, and nothing else', () => {
    const staged = buildOwnersChange({ safe: SAFE, change, nonce: 4n, owners: control.owners })
    const intent: Intent = { legs: [], purpose: 'Rotation', reference: '', change }
    const kept = { class: 'configuration' as const, replaces: null, staged, intent }
    expect(classFault(kept)).toBeNull()
    expect(classFault({ ...kept, class: 'transfer' })).toContain('another class')
    for (const other of CHANGES.filter((one) => one !== change))
      expect(classFault({ ...kept, intent: { ...intent, change: other } })).toContain('something else of the Safe')
    const altered: readonly Partial<SafeTx>[] = [
      { value: 1n },
      { operation: 1 },
      { to: NEW },
      { gasPrice: 1n },
      { gasToken: NEW },
    ]
    for (const part of altered) {
      const tx = { ...staged.tx, ...part }
      expect(classFault({ ...kept, staged: { safe: SAFE, tx, hashes: hashSafeTx(SAFE, tx) } })).not.toBeNull()
    }
  })
})

it('says who controls the Safe afterwards', () => {
  expect(CHANGES.map((change) => controlAfter(control, change))).toEqual([
    { owners: [NEW, A, B, C], threshold: 3 },
    { owners: [B, C], threshold: 2 },
    { owners: [A, B], threshold: 1 },
    { owners: [A, NEW, C], threshold: 2 },
    { owners: [A, B, C], threshold: 3 },
  ])
})

describe('what was typed', () => {
  const parse = (change: Partial<RawOwnersChange>, purpose = 'Rotation') =>
    parseOwnersChange(
      {
        change: { kind: 'change-threshold', owner: '', newOwner: '', threshold: '', ...change },
        purpose,
        reference: '',
      },
      { chain: local, safe: SAFE.address, control },
    )
  const problems = (change: Partial<RawOwnersChange>) => {
    const parsed = parse(change)
    return parsed.ok ? [] : parsed.problems.map(({ field }) => field)
  }

  it('is read in any spelling of an address', () => {
    const parsed = parse({ kind: 'add-owner', owner: ` ${local.shortName}:${NEW.toLowerCase()} `, threshold: ' 3 ' })
    expect(parsed).toMatchObject({ ok: true, intent: { change: CHANGES[0], legs: [] } })
  })

  it.each<[what: string, change: Partial<RawOwnersChange>, fields: string[]]>([
    ['no threshold', {}, ['change.threshold']],
    ['a threshold of nobody', { threshold: '0' }, ['change.threshold']],
    ['more than there are', { threshold: '4' }, ['change.threshold']],
    ['the threshold it has', { threshold: '2' }, ['change.threshold']],
    ['a fraction', { threshold: '2.5' }, ['change.threshold']],
    ['an owner who is one', { kind: 'add-owner', owner: A, threshold: '2' }, ['change.owner']],
    ['the Safe itself', { kind: 'add-owner', owner: SAFE.address, threshold: '2' }, ['change.owner']],
    ['nobody', { kind: 'add-owner', owner: `0x${'0'.repeat(40)}`, threshold: '2' }, ['change.owner']],
    ['the start of the list', { kind: 'add-owner', owner: `0x${'0'.repeat(39)}1`, threshold: '2' }, ['change.owner']],
    [
      'a wrong checksum',
      { kind: 'add-owner', owner: NEW.replace('d34AAf', 'D34AAf'), threshold: '2' },
      ['change.owner'],
    ],
    ['somebody who is no owner', { kind: 'remove-owner', owner: NEW, threshold: '2' }, ['change.owner']],
    ['more than would be left', { kind: 'remove-owner', owner: A, threshold: '3' }, ['change.threshold']],
    ['both wrong', { kind: 'swap-owner', owner: NEW, newOwner: B }, ['change.owner', 'change.newOwner']],
  ])('is refused with %s', (_what, change, fields) => expect(problems(change)).toEqual(fields))
})
