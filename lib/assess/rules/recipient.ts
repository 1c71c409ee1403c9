import type { Address } from 'viem'
import { type Beneficiary, beneficiariesOf, unreadBeneficiariesOf } from '@/lib/assess/beneficiaries'
import { type Movement, movementsOf } from '@/lib/assess/movements'
import { amountOf, findAsset, findContact, isVouchedFor } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { EvidenceLine, Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'

const codes = {
  RECIPIENT_NEW: 'low',
  RECIPIENT_UNREADABLE: 'high',
  RECIPIENT_IS_TOKEN_CONTRACT: 'critical',
  RECIPIENT_ZERO: 'critical',
} as const
const say = reporter('recipient', codes)

/** Who gets the value, and whether anybody could get it back from there. */
export const recipient: Rule = {
  id: 'recipient',
  title: 'Recipients',
  codes,
  judge: (facts) => {
    const findings = [
      ...movementsOf(facts).flatMap((movement) => judgeMovement(movement, facts)),
      ...beneficiariesOf(facts).flatMap((beneficiary) => judgeBeneficiary(beneficiary, facts)),
      ...unreadFindings(facts),
    ]
    return findings.length > 0
      ? findings
      : [say.pass('RECIPIENT_ZERO', 'Everything sent goes to active contacts or Safes of your own.')]
  },
}

function judgeMovement(movement: Movement, facts: Facts): readonly Finding[] {
  const { path, recipient: to, asset, units, node } = movement
  const evidence = [
    { label: 'Recipient', value: to },
    { label: 'Amount', value: amountOf(facts, asset, units) },
  ]
  if (isSameAddress(to, ZERO_ADDRESS)) {
    const sentence = 'Sends to the zero address. Nobody can ever move it from there.'
    return [say.fail('RECIPIENT_ZERO', { path, evidence, sentence })]
  }
  const token = findAsset(facts, to)
  const isPayableCall = asset === 'native' && node.data !== '0x'
  if ((token || isSameAddress(to, asset)) && !isPayableCall) {
    const sentence = `Sends to the contract of ${token?.symbol ?? 'the token itself'}. Tokens sent there are usually lost.`
    return [say.fail('RECIPIENT_IS_TOKEN_CONTRACT', { path, evidence, sentence })]
  }
  return token ? [] : newFindings(to, path, evidence, facts)
}

function judgeBeneficiary({ path, address }: Beneficiary, facts: Facts): readonly Finding[] {
  const evidence = [{ label: 'Gets what comes out', value: address }]
  if (!isSameAddress(address, ZERO_ADDRESS)) return newFindings(address, path, evidence, facts)
  const sentence = 'What comes out goes to the zero address. Nobody can ever move it from there.'
  return [say.fail('RECIPIENT_ZERO', { path, evidence, sentence })]
}

const MOST_SHOWN = 200

/** One finding for each call: it is taken on once, with all whom the call names. */
function unreadFindings(facts: Facts): readonly Finding[] {
  const unread = unreadBeneficiariesOf(facts)
  return [...new Set(unread.map(({ path }) => path))].map((path) => {
    const named = unread.filter((one) => one.path === path)
    const evidence = named.map(({ argument, value }) => ({
      label: argument === '' ? 'Without a name' : displayText(argument, 60),
      value: displayText(value, MOST_SHOWN),
    }))
    const sentence = `Whoever gains by call ${path} is named by what is no address of this chain. Nothing in this desk can tell who that is.`
    return say.fail('RECIPIENT_UNREADABLE', { path, evidence, sentence })
  })
}

function newFindings(to: Address, path: string, evidence: readonly EvidenceLine[], facts: Facts): readonly Finding[] {
  if (isVouchedFor(facts, to)) return []
  const contact = findContact(facts, to)
  const sentence = contact
    ? `${contact.name} is in the address book but not active yet.`
    : `${to} is not in the address book.`
  return [say.fail('RECIPIENT_NEW', { path, evidence, sentence })]
}
