import { imitableRecipients } from '@/lib/assess/rules/paid-look-alike'
import { movementsOf } from '@/lib/assess/movements'
import { pastUnread, reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { RECIPIENT_BAIT: 'high' } as const
const say = reporter('bait', codes)

/**
 * Recipients that somebody put before a Safe to be copied. High and not critical: a transfer of nothing can be made in
 * anybody's name, so whoever could block with it would decide whom the desk pays.
 */
export const bait: Rule = {
  id: 'bait',
  title: 'Addresses put there to be copied',
  codes,
  drifts: true,
  needs: { RECIPIENT_BAIT: ['past'] },
  judge: (facts) => {
    const { past } = facts
    if (past === null) return pastUnread(say, codes)
    const unvouched = imitableRecipients(facts)
    const findings = past.bait.flatMap(({ address, txHash, at }) => {
      if (!unvouched.some((one) => isSameAddress(one, address))) return []
      const path = movementsOf(facts).find(({ recipient }) => isSameAddress(recipient, address))?.path ?? ''
      const sentence = `${address} was put before a Safe of yours to be copied. Nobody here vouches for it.`
      const evidence = [
        { label: 'By the transaction', value: txHash },
        { label: 'Seen', value: `${at.slice(0, 16).replace('T', ' ')} UTC` },
      ]
      return [say.fail('RECIPIENT_BAIT', { path, sentence, evidence })]
    })
    return findings.length > 0
      ? findings
      : [say.pass('RECIPIENT_BAIT', 'No recipient was put before a Safe of yours to be copied.')]
  },
}
