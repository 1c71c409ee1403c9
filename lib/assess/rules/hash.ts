import { reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'
import { hashSafeTx } from '@/lib/stage/hash'

const codes = { HASH_MISMATCH: 'critical' } as const
/** The operation is a uint8 in the hashed struct. */
const MAX_OPERATION = 255
const say = reporter('hash', codes)

/** Three implementations agree on the hash or nothing is signed (SPEC §4). */
export const hash: Rule = {
  id: 'hash',
  title: 'The transaction hash',
  codes,
  needs: { HASH_MISMATCH: ['claimedSafeTxHash'] },
  judge: ({ staged, hashes, claims, given: known }) => {
    const claimed = (claims?.safeTxHashes ?? []).map((value) => ({ label: 'Claimed for this transaction', value }))
    if (staged.tx.operation > MAX_OPERATION) {
      const sentence = `No hash exists for operation ${staged.tx.operation}, so the claimed one belongs to other data.`
      return [say.fail('HASH_MISMATCH', { evidence: claimed, sentence })]
    }
    const computed = hashSafeTx(staged.safe, staged.tx).safeTx
    const opinions = [
      ...claimed,
      { label: 'Stated with the transaction', value: staged.hashes.safeTx },
      { label: 'Own code', value: hashes.own },
      { label: 'protocol-kit', value: hashes.protocolKit },
      { label: 'The Safe on chain', value: hashes.contract },
    ]
    const given = opinions.flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]))
    const evidence = [{ label: 'From the fields shown', value: computed }, ...given]
    const isDisputed = given.some(({ value }) => value.toLowerCase() !== computed)
    if (isDisputed)
      return [
        say.fail('HASH_MISMATCH', {
          evidence,
          sentence: 'The hashes differ: someone would sign other data than is shown.',
        }),
      ]
    // Who cannot simulate has no chain to ask for its opinion either.
    if (known !== undefined && !known.includes('simulation'))
      return [say.pass('HASH_MISMATCH', 'The claimed hash is the hash of these fields.')]
    const missing = opinions.filter(({ value }) => value === null).map(({ label }) => label)
    if (missing.length > 0)
      return [say.unknown('HASH_MISMATCH', { evidence, sentence: `No hash came from: ${missing.join(', ')}.` })]
    return [say.pass('HASH_MISMATCH', 'Own code, protocol-kit and the Safe on chain give the same hash.')]
  },
}
