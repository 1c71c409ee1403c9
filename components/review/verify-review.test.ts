import { encodeFunctionData, erc20Abi } from 'viem'
import { describe, expect, it } from 'vitest'
import { hashSafeTx } from '@/lib/stage/hash'
import { honestReviewed, pageOf, sealed } from '@/tests/builders/honest-review'
import type { Vouch } from '@/lib/approve/vouches'
import { approvalOf, enrolled, registrationOf, vouchOf } from '@/tests/builders/passkey-approval'
import { PLACE } from '@/tests/builders/step-up'
import { approvalKey } from './approval-key'
import { pinOf } from './passkey-pins'
import { verifyReview } from './verify-review'

const DEAD = '0x000000000000000000000000000000000000dEaD'
const reviewed = honestReviewed()
const bound = { safeTxHash: reviewed.assessment.staged.hashes.safeTx, evidenceDigest: reviewed.digest }

function placeWith(
  seen: Readonly<Record<string, readonly string[]>> = {},
  fragment = '',
  knew: readonly string[] = [],
) {
  const kept = new Map(Object.entries(seen))
  const pins = {
    read: (memberId: string) => kept.get(memberId) ?? [],
    keep: (memberId: string, pin: string) =>
      void kept.set(memberId, [...new Set([...(kept.get(memberId) ?? []), pin])]),
  }
  const origin: string = PLACE.origin
  const nodes = { urls: ['https://one.example/'], pin: { read: () => knew, keep: () => undefined } }
  return { kept, origin, pins, nodes, fragment }
}

describe('what a browser finds on a review page', () => {
  it('is nothing on an honest page', async () => {
    const found = await verifyReview(pageOf(reviewed), placeWith())
    expect(found.stops).toEqual([])
    expect(found).toMatchObject({ digest: reviewed.digest, staged: reviewed.assessment.staged })
  })

  it('is nothing where another device carried the same hash here, and a stop where it carried another', async () => {
    const { safeTxHash } = bound
    const other = safeTxHash.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    expect((await verifyReview(pageOf(reviewed), placeWith({}, `#${safeTxHash}`))).stops).toEqual([])
    expect((await verifyReview(pageOf(reviewed), placeWith({}, `#${other}`))).stops).toEqual([
      expect.stringContaining(other),
    ])
  })

  it('is a stop where the desk names other nodes to ask past it than before, and none where they are the same', async () => {
    const { stops, nodes } = await verifyReview(pageOf(reviewed), placeWith({}, '', ['https://two.example']))
    expect(stops).toEqual([nodes?.sentence])
    expect(stops[0]).toContain('It knew https://two.example; now they are https://one.example.')
    expect((await verifyReview(pageOf(reviewed), placeWith({}, '', ['https://one.example']))).stops).toEqual([])
  })

  it('is a stop where a lying server swaps the calldata and recomputes hashes and digest over benign words', async () => {
    const { assessment } = reviewed
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [DEAD, 900_000_000_000n] })
    const { safe } = assessment.staged
    const tx = { ...assessment.staged.tx, data }
    const hashes = hashSafeTx(safe, tx)
    const { safeTx: own } = hashes
    const staged = { safe, tx, hashes }
    const opinions = { own, protocolKit: own, contract: own }
    const lie = sealed({ ...reviewed, assessment: { ...assessment, staged, hashes: opinions } })
    const { stops, digest } = await verifyReview(pageOf(lie), placeWith())
    expect(digest).toBe(lie.digest)
    expect(stops.join(' ')).toContain('The calldata does something else than the call tree on this page says.')
  })
})

describe("the other approvers' passkeys", () => {
  const approval = { ...approvalOf(bound), counts: true, registered: enrolled(registrationOf()) }
  const check = async (approvals: Parameters<typeof pageOf>[1], place = placeWith()) => {
    const { stops, approvals: faults } = await verifyReview(pageOf(reviewed, approvals), place)
    return { stops, fault: faults.get(approvalKey(approval)) }
  }

  it('verify when they are the registered ones, and are remembered', async () => {
    const place = placeWith()
    expect(await check([approval], place)).toEqual({ stops: [], fault: null })
    expect([...place.kept]).toEqual([['ruth', [pinOf(approval.proof.passkey)]]])
    expect(await check([approval], place)).toEqual({ stops: [], fault: null })
  })

  it('do not verify with a key that only the proof itself vouches for', async () => {
    const selfMade = { ...approvalOf(bound, {}, 'tomas'), counts: true }
    const place = placeWith()
    expect((await check([{ ...selfMade, registered: null }], place)).fault).toContain('not registered')
    expect((await check([{ ...selfMade, registered: enrolled(registrationOf('ruth')) }], place)).fault).toContain(
      'another one than the member registered',
    )
    expect((await check([{ ...selfMade, registered: enrolled(registrationOf('tomas')) }], place)).fault).toContain(
      'another member',
    )
    expect(place.kept.size).toBe(0)
  })

  it('stop the page when a member suddenly has another one, even with its own registration', async () => {
    const selfMade = {
      ...approvalOf(bound, {}, 'tomas'),
      counts: true,
      registered: enrolled(registrationOf('ruth', 'tomas')),
    }
    expect(await check([selfMade])).toEqual({ stops: [], fault: null })
    const { stops, fault } = await check([selfMade], placeWith({ ruth: [pinOf(approval.proof.passkey)] }))
    expect(stops).toEqual([expect.stringContaining('Ruth approves with another passkey than this browser saw before.')])
    expect(fault).toContain('another one than before')
  })

  // Ruth's further passkey is played by Tomas's demo key; her first is her own.
  const vouchFor = (change: Parameters<typeof vouchOf>[1] = {}, keyOf?: string) =>
    vouchOf(registrationOf('ruth', 'tomas'), change, keyOf)
  const further = (vouches: readonly Vouch[]) => ({
    ...approvalOf(bound, {}, 'tomas'),
    counts: true,
    registered: { ...enrolled(registrationOf('ruth', 'tomas')), vouches },
  })

  it('are known when one that was seen before confirmed them, and are remembered beside it', async () => {
    const own = pinOf(approval.proof.passkey)
    const place = placeWith({ ruth: [own] })
    const added = further([vouchFor()])
    expect(await check([added], place)).toEqual({ stops: [], fault: null })
    expect(place.kept.get('ruth')).toEqual([own, pinOf(added.proof.passkey)])
    expect(await check([approval], place)).toEqual({ stops: [], fault: null })
  })

  it.each([
    ['for another passkey', vouchOf(registrationOf('ruth', 'aiko'))],
    ['for another action', vouchFor({ action: 'export' })],
    ['at another desk', vouchFor({ installation: 'other' })],
    ['in another name', vouchFor({ member: 'tomas' })],
    ['by a passkey that nobody saw', vouchFor({}, 'aiko')],
  ])('stop the page when they were confirmed %s', async (_what, vouch) => {
    const place = placeWith({ ruth: [pinOf(approval.proof.passkey)] })
    const { stops } = await check([further([vouch])], place)
    expect(stops).toEqual([expect.stringContaining('Ruth approves with another passkey')])
    expect(place.kept.get('ruth')).toHaveLength(1)
  })

  it('do not verify on another site, or without their enrolment in the log', async () => {
    expect((await check([approval], { ...placeWith(), origin: 'https://desk.example' })).fault).toContain(
      'another site',
    )
    const unlogged = { ...approval, registered: { ...approval.registered, leaf: null } }
    expect((await check([unlogged])).fault).toContain('does not show its passkey’s enrolment yet')
    const { leaf } = enrolled(registrationOf('ruth', 'tomas'))
    expect((await check([{ ...approval, registered: { ...approval.registered, leaf } }])).fault).toContain(
      'another enrolment',
    )
  })
})
