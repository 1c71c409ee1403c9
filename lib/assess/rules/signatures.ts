import { reporter } from '@/lib/assess/report'
import type { CheckedSignature, Rule } from '@/lib/assess/types'

const codes = { SIGNATURE_INVALID: 'critical' } as const
const say = reporter('signatures', codes)

/**
 * Signatures that came with the transaction, tried against its hash. At Bybit the shown transfer carried signatures for
 * another one: against the shown fields they recovered to nobody who owned the Safe.
 */
export const signatures: Rule = {
  id: 'signatures',
  title: 'Signatures that came with it',
  codes,
  needs: { SIGNATURE_INVALID: ['confirmations'] },
  judge: ({ signatures: given = [] }) => {
    const bad = given.filter(({ valid }) => valid === false)
    if (bad.length === 0) return []
    const evidence = bad.map((signature) => ({ label: nameOf(signature), value: signature.fault }))
    const sentence = `Of ${given.length} signatures ${bad.length} are not by an owner for this transaction. They were made for other data.`
    return [say.fail('SIGNATURE_INVALID', { evidence, sentence })]
  },
}

const nameOf = ({ owner, type }: CheckedSignature): string => (owner === null ? type : `${type} of ${owner}`)
