import { describe, expect, it } from 'vitest'
import { stageSubject } from '@/lib/approve/subjects'
import type { Json } from '@/lib/core/canonical'
import { encodeWire } from '@/lib/core/wire'
import { buildCancel } from '@/lib/stage/build'
import { cancelIntent } from '@/lib/stage/cancel-intent'
import { hashSafeTx } from '@/lib/stage/hash'
import type { Intent, SafeRef, SafeTx } from '@/lib/stage/types'
import { refusal } from '@/tests/builders/forge-pack'
import { answerOf, type SampleEntry, setupOf } from '@/tests/builders/sample-pack'

const SAFE: SafeRef = { chainId: 31337, address: '0x00000000000000000000000000000000000000aa', version: '1.4.1' }
const INTENT = cancelIntent({ reason: 'The payee asked for another address.', replaces: 'W-1' })

/** The staging of a cancel, as a log says it that whoever writes it forged: every passkey answers what it is asked. */
function staged(
  change: { tx?: Partial<SafeTx>; intent?: Intent; bound?: bigint; section?: object } = {},
): SampleEntry[] {
  const { section = { replaces: 'W-1' }, intent = INTENT, bound = 7n } = change
  const tx = { ...buildCancel({ safe: SAFE, nonce: 7n }).tx, ...change.tx }
  const subject = stageSubject({ class: 'cancel', safe: SAFE, intent, nonce: bound })
  const { proof: stageProof, challenge: stageChallenge } = answerOf('ines', 'stage', subject)
  const digits = Object.entries(tx).map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value])
  const content = {
    ...{ class: 'cancel', chainId: SAFE.chainId, safeAddress: SAFE.address, safeVersion: SAFE.version },
    ...{ initiatorId: 'ines', intent: encodeWire(intent), ...Object.fromEntries(digits) },
    ...{ safeTxHash: hashSafeTx(SAFE, tx).safeTx, stageProof, stageChallenge, ...section },
  } as unknown as Json
  const actor = { kind: 'member', id: 'ines' } as const
  return [...setupOf(), { action: 'stage', type: 'withdrawal', id: 'W-2', content, actor, subject }]
}

describe('a cancel in a pack', () => {
  it('is the empty self-call at the nonce that its initiator confirmed, in place of what they named', async () => {
    expect(await refusal(staged())).toBe('verified')
    const gap = cancelIntent({ reason: 'It fills a gap.', replaces: null })
    expect(await refusal(staged({ intent: gap, section: {} }))).toBe('verified')
  })

  it('is refused when it was confirmed for another nonce', async () => {
    expect(await refusal(staged({ bound: 8n }))).toEqual([6, 'The passkey proof of event 6 does not hold.'])
  })

  it('is refused when it replaces what nobody confirmed', async () => {
    const sentence = 'The withdrawal that event 6 stages replaces another withdrawal than its initiator confirmed.'
    expect(await refusal(staged({ section: { replaces: 'W-9' } }))).toEqual([6, sentence])
    expect(await refusal(staged({ section: {} }))).toEqual([6, sentence])
  })

  it('is refused when its bytes do anything', async () => {
    const sentence = 'The withdrawal that event 6 stages does something else than use up its nonce.'
    expect(await refusal(staged({ tx: { value: 1n } }))).toEqual([6, sentence])
    expect(await refusal(staged({ tx: { data: '0x00' } }))).toEqual([6, sentence])
  })
})
