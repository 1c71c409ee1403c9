import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import type { Reviewed } from '@/lib/flows/gather-review'
import { sumWords } from './sum-words'

/** More payments than this stand in no button: the clauses list them, the button says how many and how much. */
const MOST_NAMED = 5

/** "250.00 USDC to Meridian Custody and 0.50 ETH to 0x…": what staging binds. Effects are the preview's to tell. */
export function askedWords({ assessment, contacts }: Reviewed): string {
  const legs = assessment.intent?.legs ?? []
  if (legs.length > MOST_NAMED) return `${legs.length} payments, ${sumWords(legs)} in all,`
  return legs
    .map(({ units, asset, recipient }, at) => {
      const name = contacts.find(({ address }) => isSameAddress(address, recipient))?.name ?? recipient
      const joint = at === 0 ? '' : at === legs.length - 1 ? ' and ' : ', '
      return `${joint}${formatMoney(units, asset)} to ${displayText(name, 80)}`
    })
    .join('')
}
