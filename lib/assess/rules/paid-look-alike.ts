import type { Address } from 'viem'
import { beneficiariesOf } from '@/lib/assess/beneficiaries'
import { movementsOf } from '@/lib/assess/movements'
import { isVouchedFor } from '@/lib/assess/names'
import { pastUnread, reporter } from '@/lib/assess/report'
import { resemblance } from '@/lib/assess/resemblance'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'

const codes = { RECIPIENT_LOOKALIKE: 'critical' } as const
const say = reporter('paid-look-alike', codes)

/**
 * Recipients made to be mistaken for one that the desk paid before, whether that one still stands in the address book or
 * not. A paid address is only ever what somebody may imitate: having been paid makes nobody trusted.
 */
export const paidLookAlike: Rule = {
  id: 'paid-look-alike',
  title: 'Look-alikes of addresses paid before',
  codes,
  drifts: true,
  needs: { RECIPIENT_LOOKALIKE: ['past'] },
  judge: (facts) => {
    const { past } = facts
    if (past === null) return pastUnread(say, codes)
    const findings = imitators(facts).flatMap(({ path, address }) => judgeAddress(path, address, past.alike))
    return findings.length > 0
      ? findings
      : [say.pass('RECIPIENT_LOOKALIKE', 'No recipient imitates an address that this desk paid before.')]
  },
}

/** The recipients that nobody vouches for: whoever is vouched for imitates nobody. */
export const imitableRecipients = (
  facts: Pick<Facts, 'call' | 'staged' | 'contacts' | 'ownSafes'>,
): readonly Address[] => [...new Map(imitators(facts).map(({ address }) => [address.toLowerCase(), address])).values()]

function imitators(facts: Pick<Facts, 'call' | 'staged' | 'contacts' | 'ownSafes'>) {
  return [
    ...movementsOf(facts).map(({ path, recipient }) => ({ path, address: recipient })),
    ...beneficiariesOf(facts).map(({ path, address }) => ({ path, address })),
  ].filter(({ address }) => !isSameAddress(address, ZERO_ADDRESS) && !isVouchedFor(facts, address))
}

function judgeAddress(
  path: string,
  address: Address,
  paid: readonly { readonly address: Address; readonly id: string }[],
): readonly Finding[] {
  const alike = paid.flatMap((one) => {
    const shared = resemblance(address, one.address)
    return shared ? [{ ...one, shared }] : []
  })
  const [closest] = alike.sort((a, b) => b.shared.first + b.shared.last - a.shared.first - a.shared.last)
  if (!closest) return []
  const { shared, id } = closest
  return [
    say.fail('RECIPIENT_LOOKALIKE', {
      path,
      sentence: `${address} looks like ${closest.address}, which ${id} paid. It is another address.`,
      evidence: [
        { label: 'In the bytes', value: address },
        { label: `Paid by ${id}`, value: closest.address },
        { label: 'Same digits', value: `${shared.first} first, ${shared.last} last` },
      ],
    }),
  ]
}
