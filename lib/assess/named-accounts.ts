import type { Address } from 'viem'
import { checksummed } from '@/lib/decode/checksummed'
import type { DecodedArgument } from '@/lib/decode/types'

/** Whom an argument names: an address, in whatever type it stands, or somebody whom nothing of this desk can tell. */
export type NamedAccount = { readonly address: Address } | { readonly address: null; readonly as: UnreadName }

/** What stands where an address should: hex for bytes and numbers, else the text itself. '' where the ABI has no name. */
export type UnreadName = { readonly argument: string; readonly value: string }

/** How ABIs name a recipient that is no `address` of Solidity: bridges know other kinds of chains. */
const SAYS_WHO =
  /recipient|receiver|beneficiary|payee|onBehalfOf|refundTo|^_?(to|dst|dest|destination|account|wallet|user|who|addr|address)_?$|(to|dst|dest|destination|target|withdraw|remote|foreign|l[12])_?(address|addr|account|wallet)_?$/i
const SAYS_WHICH_CHAIN = /(chain|chain_?id|domain|network|eid|selector)_?$/i

/** Nobody finds a key whose address begins with eight bytes of zeros: below this stand numbers. */
const LEAST_ADDRESS = 2n ** 96n
const ADDRESS_END = 2n ** 160n

/**
 * Everybody whom arguments name in another type than `address`, at any depth. CCTP and LayerZero take `bytes32`, CCIP
 * takes `bytes`, others text or a number: an address stands there as it is, or with zeros before it.
 * @param isEvery also where no name says so: there whoever is named may be who gets it
 */
export function accountsIn(args: readonly DecodedArgument[], isEvery: boolean): readonly NamedAccount[] {
  return valuesIn(args).flatMap(({ name, type, value }): readonly NamedAccount[] => {
    const isNamed = SAYS_WHO.test(name) && !SAYS_WHICH_CHAIN.test(name)
    const isNumber = type.includes('int')
    if (!isNamed && (!isEvery || isNumber)) return []
    const digits = digitsOf(type, value)
    const number = digits === null ? null : BigInt(`0x0${digits}`)
    if (isNumber && number !== null && number < LEAST_ADDRESS) return []
    if (digits !== null && number !== null && isAddress(digits, number, isNamed))
      return [{ address: checksummed(`0x${digits.slice(-40)}`) }]
    const isNobody = number === null ? value.trim() === '' : number === 0n
    // Bytes that have no name may be anybody as well.
    if (isNobody || !(isNamed || (name === '' && type.startsWith('bytes')))) return []
    return [{ address: null, as: { argument: name, value: digits === null ? value : `0x${digits}` } }]
  })
}

/** Twenty bytes, or zeros before them. A small number is an address only where the name says so. */
const isAddress = ({ length }: string, number: bigint, isNamed: boolean): boolean =>
  (length === 40 || length === 64) && number < ADDRESS_END && (isNamed || number >= LEAST_ADDRESS)

/** Hex digits in lower case of bytes, of a number that is not negative, or of text that is an address; null for others. */
function digitsOf(type: string, value: string): string | null {
  if (type.startsWith('bytes')) return value.slice(2).toLowerCase()
  if (type.includes('int')) return value.startsWith('-') ? '' : BigInt(value).toString(16).padStart(64, '0')
  return /^\s*0x[0-9a-f]{40}\s*$/i.test(value) ? value.trim().slice(2).toLowerCase() : null
}

/** Types with room for twenty bytes. */
const HOLDS_ADDRESS = /^(bytes(2\d|3[0-2])?|string|u?int(1[6-9]\d|2\d\d))$/

type Value = { readonly name: string; readonly type: string; readonly value: string }

/** Single values, where a name could be: what stands in a list is called as the list is. */
function valuesIn(args: readonly DecodedArgument[], list = ''): readonly Value[] {
  return args.flatMap(({ name, type, value }): readonly Value[] => {
    const called = name === '' ? list : name
    if (typeof value !== 'string') return valuesIn(value, type.endsWith(']') ? called : '')
    return HOLDS_ADDRESS.test(type) ? [{ name: called, type, value }] : []
  })
}
