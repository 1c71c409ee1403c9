import type { Address, Hex } from 'viem'
import { getAddress, size, slice } from 'viem/utils'

/** The contract whose code an account of a key runs: such an account holds 0xef0100 and its address (EIP-7702). */
export const delegateIn = (code: Hex): Address | null =>
  size(code) === 23 && code.toLowerCase().startsWith('0xef0100') ? getAddress(slice(code, 3)) : null
