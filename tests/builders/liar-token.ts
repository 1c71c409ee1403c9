import { type Address, concatHex, type Hex, parseAbi } from 'viem'
import { toEventSelector } from 'viem/utils'

const [TRANSFER] = parseAbi(['event Transfer(address indexed from, address indexed to, uint256 value)'])

/** Where tests put it. */
export const LIAR_TOKEN: Address = '0x00000000000000000000000000000000000c0ffe'

// A call of two words logs Transfer(caller, first, second) and answers true; anything else is answered with zero.
export const LIAR_TOKEN_CODE: Hex = concatHex([
  '0x36604414600c5760206000f3',
  '0x5b602435600052600435337f',
  toEventSelector(TRANSFER),
  '0x60206000a3600160005260206000f3',
])
