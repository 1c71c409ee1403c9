import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import type { Reviewed } from '@/lib/flows/gather-review'
import { changeOfControl } from '@/lib/stage/control'
import type { OwnersChange } from '@/lib/stage/types'
import { sumWords } from './sum-words'

/** More payments than this stand in no button: the clauses list them, the button says how many and how much. */
const MOST_NAMED = 5

/** "250.00 USDC to Meridian Custody and 0.50 ETH to 0x…": what staging binds. Effects are the preview's to tell. */
export function askedWords({ assessment, contacts }: Reviewed): string {
  const { intent, safe } = assessment
  if (intent?.change) return changeWords(intent.change, safe, (address) => nameOf(contacts, address))
  if (intent?.call) return `a call of ${nameOf(contacts, intent.call.to)}`
  const legs = intent?.legs ?? []
  if (legs.length > MOST_NAMED) return `${legs.length} payments, ${sumWords(legs)} in all,`
  return legs
    .map(({ units, asset, recipient }, at) => {
      const joint = at === 0 ? '' : at === legs.length - 1 ? ' and ' : ', '
      return `${joint}${formatMoney(units, asset)} to ${nameOf(contacts, recipient)}`
    })
    .join('')
}

// Who comes and who goes: two numbers alone say nothing of a replacement.
function changeWords(
  change: OwnersChange,
  safe: Reviewed['assessment']['safe'],
  named: (address: Address) => string,
): string {
  if (change.kind === 'swap-owner')
    return `the replacement of owner ${named(change.oldOwner)} by ${named(change.newOwner)}`
  const numbers = safe === null ? '' : `, ${changeOfControl(safe, change)}`
  if (change.kind === 'add-owner') return `the new owner ${named(change.owner)}${numbers},`
  if (change.kind === 'remove-owner') return `the removal of owner ${named(change.owner)}${numbers},`
  return safe === null ? 'a change of the owners' : `the change from ${changeOfControl(safe, change)}`
}

const nameOf = (contacts: Reviewed['contacts'], one: Address): string =>
  displayText(contacts.find(({ address }) => isSameAddress(address, one))?.name ?? one, 80)
