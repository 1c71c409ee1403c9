import type { Address, Hash, Hex } from 'viem'
import { getAddress, isAddress } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import { displayText } from '@/lib/core/display-text'

/** A value somewhere in a file, with the words that name its place: `item` counts from 0, `name` is a dotted path. */
export type Field = { readonly item: number; readonly name: string; readonly value: unknown }

const MAX_SHOWN = 80

/** No treasury's lists are longer, and rules compare every call with every entry. */
const MAX_ENTRIES = 10_000

/**
 * Refuses the file in one line: which item, which field, what it is, what was expected. The problem beside the line names the
 * field alone, for who may not show what was in it.
 */
export function refuse({ item, name, value }: Field, expected: string): never {
  const shown = value === undefined ? 'is missing' : `is ${shownValue(value)}`
  const what = name === '' ? `item ${item}` : `item ${item}, field ${displayText(name, MAX_SHOWN)},`
  throw new AppError('BAD_INPUT', `${what} ${shown}; expected ${expected}.`, [
    { field: name, message: `Expected ${expected}.` },
  ])
}

// Lists and objects are not shown: they may be as large and as deep as the file.
function shownValue(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return displayText(typeof value === 'string' ? JSON.stringify(value.slice(0, MAX_SHOWN)) : String(value), MAX_SHOWN)
}

/** A member of an object. @throws AppError when the field is no object */
export function member(field: Field, key: string): Field {
  return { item: field.item, name: field.name === '' ? key : `${field.name}.${key}`, value: membersOf(field).get(key) }
}

/** The members of an object by their own names, never inherited ones. */
export function membersOf(field: Field): ReadonlyMap<string, unknown> {
  const { value } = field
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field, 'a JSON object')
  return new Map(Object.entries(value))
}

/** What an optional field holds; undefined when it is absent or null, which both mean: not known. */
export function optional<T>(field: Field, read: (field: Field) => T): T | undefined {
  return field.value === undefined || field.value === null ? undefined : read(field)
}

/** A list, each element read on its own. */
export function readList<T>(field: Field, read: (field: Field) => T): readonly T[] {
  const { item, name, value } = field
  if (!Array.isArray(value)) return refuse(field, 'a JSON array')
  if (value.length > MAX_ENTRIES) return refuse(field, `at most ${MAX_ENTRIES} entries`)
  return value.map((element: unknown, at) => read({ item, name: `${name}[${at}]`, value: element }))
}

/** An object that maps keys of outside to values. */
export function readEntries<T>(field: Field, read: (key: string, field: Field) => T): readonly T[] {
  const members = [...membersOf(field)]
  if (members.length > MAX_ENTRIES) return refuse(field, `at most ${MAX_ENTRIES} entries`)
  return members.map(([key, value]) => read(key, { item: field.item, name: `${field.name}.${key}`, value }))
}

/** An address. Mixed case has to satisfy EIP-55; all upper or all lower case says nothing about mistakes. */
export function readAddress(field: Field): Address {
  const { value } = field
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(value))
    return refuse(field, 'an address, 0x and 40 hex digits')
  const digits = value.slice(2)
  const isMixed = digits !== digits.toLowerCase() && digits !== digits.toUpperCase()
  if (isMixed && !isAddress(value, { strict: true })) return refuse(field, 'an address with a correct EIP-55 checksum')
  return getAddress(value.toLowerCase() as Hex)
}

/** Bytes as hex, lower case. */
export function readHex(field: Field): Hex {
  const { value } = field
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]*$/.test(value)) return refuse(field, 'bytes as 0x and hex digits')
  if (value.length % 2 !== 0) return refuse(field, 'an even number of hex digits')
  return `0x${value.slice(2).toLowerCase()}`
}

/** 32 bytes as hex. */
export function readHash(field: Field): Hash {
  const hash = typeof field.value === 'string' ? field.value : ''
  return /^0x[0-9a-fA-F]{64}$/.test(hash) ? readHex(field) : refuse(field, 'a hash, 0x and 64 hex digits')
}

/** A whole number below 2^256, as decimal text or as a JSON number that JSON does not round. */
export function readNumber(field: Field): bigint {
  const { value } = field
  const expected = 'a whole number from 0 to 2^256 - 1, in decimal digits'
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0)
    return Number.isSafeInteger(value)
      ? BigInt(value)
      : refuse(field, 'a number above 2^53 as text, since JSON readers round it')
  if (typeof value !== 'string' || !/^\d{1,100}$/.test(value)) return refuse(field, expected)
  const number = BigInt(value)
  return number >> 256n === 0n ? number : refuse(field, expected)
}

/** A whole number that fits a JavaScript number. @param least what it has to be at least */
export function readCount(field: Field, least = 0): number {
  const { value } = field
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least) return number
  return refuse(field, `a whole number from ${least} to 2^53 - 1`)
}

/** Any whole number that is not negative: what does not fit the operation's type is for a rule to say. */
export function readOperation(field: Field): number {
  const { value } = field
  const number = typeof value === 'string' && /^\d{1,100}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number
  return refuse(field, 'a whole number that is not negative')
}

/** Any text. */
export function readText(field: Field): string {
  return typeof field.value === 'string' ? field.value : refuse(field, 'a text')
}

/** True or false. */
export function readFlag(field: Field): boolean {
  return typeof field.value === 'boolean' ? field.value : refuse(field, 'true or false')
}
