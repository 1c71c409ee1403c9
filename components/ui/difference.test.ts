import { describe, expect, it } from 'vitest'
import { difference } from './difference'

const contact = '0x969b49b4019AA630Cd82EDa93C46222C00A77DdF'
const bait = '0x969BF6B983842FdD0685895aF69e4f4D3ef97dDF'

describe('difference', () => {
  it('counts differing digits and equal ends of a look-alike, blind to case', () => {
    expect(difference(contact, bait).words).toBe('30 of 40 characters differ. The first 4 and the last 4 are the same.')
  })
  it('says that an address equals itself in any case', () => {
    expect(difference(contact, contact.toLowerCase() as typeof contact).words).toBe('All 40 characters are the same.')
  })
  it('speaks of one differing digit in the singular', () => {
    expect(difference(contact, '0x969b49b4019AA630Cd82EDa93C46222C00A77Dd0').words).toBe(
      '1 of 40 characters differs. The first 39 are the same.',
    )
  })
})
