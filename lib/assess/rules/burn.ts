import type { Address } from 'viem'
import { beneficiariesOf } from '@/lib/assess/beneficiaries'
import { whyKeyless } from '@/lib/assess/keyless'
import { movementsOf } from '@/lib/assess/movements'
import { findAsset, findContact, isVouchedFor, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import { settingsCalls } from '@/lib/assess/settings-calls'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'

const codes = { RECIPIENT_BURN: 'high', RECIPIENT_BURN_KNOWN: 'info' } as const
const say = reporter('burn', codes)

/**
 * Destinations and owners that nobody can hold a key of. High and not critical: treasuries burn tokens on purpose, and then
 * the address stands in the book.
 */
export const burn: Rule = {
  id: 'burn',
  title: 'Addresses without a key',
  codes,
  judge: (facts) => {
    const findings = placesOf(facts).flatMap(({ path, address }) => judgeAddress(path, address, facts))
    return findings.length > 0
      ? findings
      : [say.pass('RECIPIENT_BURN', 'No recipient or new owner has an address that was written instead of derived.')]
  },
}

function judgeAddress(path: string, address: Address, facts: Facts): readonly Finding[] {
  // The zero address and tokens are judged as what they are.
  if (isSameAddress(address, ZERO_ADDRESS) || findAsset(facts, address) !== null) return []
  const why = whyKeyless(address)
  if (why === null) return []
  const evidence = [
    { label: 'Destination', value: address },
    { label: 'Why', value: why },
  ]
  if (isVouchedFor(facts, address)) {
    const sentence = `${who(facts, address)} has an address without a key, and is ${findContact(facts, address, true) ? 'an active contact' : 'yours'}.`
    return [say.fail('RECIPIENT_BURN_KNOWN', { path, sentence, evidence })]
  }
  const sentence = `Nobody can hold a key of ${address}: ${why.charAt(0).toLowerCase()}${why.slice(1)}. What goes there stays there.`
  return [say.fail('RECIPIENT_BURN', { path, sentence, evidence })]
}

function placesOf(facts: Facts): readonly { readonly path: string; readonly address: Address }[] {
  const places = [
    // A call that takes coin along goes to a contract, and some chains are born with theirs at such addresses.
    ...movementsOf(facts).flatMap(({ path, recipient, asset, node }) =>
      asset === 'native' && node.data !== '0x' ? [] : [{ path, address: recipient }],
    ),
    ...beneficiariesOf(facts).map(({ path, address }) => ({ path, address })),
    ...settingsCalls(facts).flatMap((change) => {
      if (change.kind === 'add-owner') return [{ path: change.path, address: change.owner }]
      return change.kind === 'swap-owner' ? [{ path: change.path, address: change.newOwner }] : []
    }),
  ]
  return [...new Map(places.map((place) => [`${place.path} ${place.address}`.toLowerCase(), place])).values()]
}
