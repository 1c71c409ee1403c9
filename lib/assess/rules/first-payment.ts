import { amountOf, who } from '@/lib/assess/names'
import { paymentsOf } from '@/lib/assess/past-payments'
import { pastUnread, reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { RECIPIENT_FIRST_PAYMENT: 'info' } as const
const say = reporter('first-payment', codes)

const MOST_SHOWN = 20

/**
 * Recipients whom this desk never paid. Told and no more: every supplier is paid for a first time, and whether two people
 * vouch for one is another rule's question.
 */
export const firstPayment: Rule = {
  id: 'first-payment',
  title: 'First payments',
  codes,
  drifts: true,
  needs: { RECIPIENT_FIRST_PAYMENT: ['past'] },
  judge: (facts) => {
    const neverPaid = facts.past?.neverPaid
    if (neverPaid === undefined) return pastUnread(say, codes)
    const payments = paymentsOf(facts)
    const first = payments.filter(({ recipient }) => neverPaid.some((one) => isSameAddress(one, recipient)))
    const addresses = [...new Map(first.map(({ recipient }) => [recipient.toLowerCase(), recipient])).values()]
    const [one] = first
    if (!one) return [say.pass('RECIPIENT_FIRST_PAYMENT', 'This desk paid everybody before who is paid here.')]
    const sentence =
      addresses.length === 1
        ? `${who(facts, one.recipient)} was never paid by this desk before.`
        : `${addresses.length} of those who are paid here were never paid by this desk before.`
    const evidence = addresses.slice(0, MOST_SHOWN).map((address) => {
      const gets = first.filter(({ recipient }) => isSameAddress(recipient, address))
      const amounts = gets.map(({ asset, units }) => amountOf(facts, asset, units)).join(', ')
      return { label: 'First paid here', value: `${address} gets ${amounts}` }
    })
    return [say.fail('RECIPIENT_FIRST_PAYMENT', { path: addresses.length === 1 ? one.path : '', sentence, evidence })]
  },
}
