import { encodeFunctionData, erc20Abi } from 'viem'
import { describe, expect, it } from 'vitest'
import { hashSafeTx } from '@/lib/stage/hash'
import { honestReviewed, pageOf, sealed } from '@/tests/builders/honest-review'
import { approvalOf, enrolled, registrationOf } from '@/tests/builders/passkey-approval'
import { PLACE } from '@/tests/builders/step-up'
import { approvalKey } from './approval-key'
import { pinOf } from './passkey-pins'
import { verifyReview } from './verify-review'

const DEAD = '0x000000000000000000000000000000000000dEaD'
const reviewed = honestReviewed()
const bound = { safeTxHash: reviewed.assessment.staged.hashes.safeTx, evidenceDigest: reviewed.digest }

function placeWith(seen: Readonly<Record<string, string>> = {}) {
  const kept = new Map(Object.entries(seen))
  const pins = {
    read: (memberId: string) => kept.get(memberId) ?? null,
    keep: (memberId: string, pin: string) => void kept.set(memberId, pin),
  }
  const origin: string = PLACE.origin
  return { kept, origin, pins }
}

describe('what a browser finds on a review page', () => {
  it('is nothing on an honest page', async () => {
    const found = await verifyReview(pageOf(reviewed), placeWith())
    expect(found.stops).toEqual([])
    expect(found).toMatchObject({ digest: reviewed.digest, staged: reviewed.assessment.staged })
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
    expect([...place.kept]).toEqual([['ruth', pinOf(approval.proof.passkey)]])
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
    const { stops, fault } = await check([selfMade], placeWith({ ruth: pinOf(approval.proof.passkey) }))
    expect(stops).toEqual([expect.stringContaining('Ruth approves with another passkey than this browser saw before.')])
    expect(fault).toContain('another one than before')
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
