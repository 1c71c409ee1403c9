import type { AbiParameter, Hex } from 'viem'
import { encodeAbiParameters, getAddress, hexToBytes } from 'viem/utils'
import { displayText } from '@/lib/core/display-text'
import type { Anomaly, DecodedArgument } from '@/lib/decode/types'

export type ReadArguments = { readonly arguments: readonly DecodedArgument[]; readonly anomalies: readonly Anomaly[] }

type Read = { readonly shown: DecodedArgument['value']; readonly value: unknown }
type Cursor = { readonly body: string; isShort: boolean; budget: number }

const WORD = 64
const MAX_ELEMENTS = 10_000
const MAX_SHOWN_TEXT = 4_000

/**
 * ABI arguments as a lax contract reads them (missing bytes are zero, dirty bits masked), and whether the bytes are
 * their exact canonical encoding. Only an empty `anomalies` means that every reader sees the same.
 * @param body calldata after the selector
 */
export function readArguments(parameters: readonly AbiParameter[], body: Hex): ReadArguments {
  const cursor: Cursor = { body: body.slice(2), isShort: false, budget: MAX_ELEMENTS }
  const reads = readTuple(parameters, 0, cursor)
  const canonical = encodeAbiParameters(
    parameters,
    reads.map(({ value }) => value),
  ).slice(2)
  return { arguments: named(parameters, reads), anomalies: anomaliesOf(cursor, canonical, parameters) }
}

function anomaliesOf(cursor: Cursor, canonical: string, parameters: readonly AbiParameter[]): readonly Anomaly[] {
  const body = cursor.body.toLowerCase()
  if (body === canonical) return []
  if (cursor.isShort || canonical.startsWith(body)) return ['truncated']
  if (body.startsWith(canonical)) return ['trailing']
  const isLonger = body.length > canonical.length && !parameters.some(isDynamic)
  return isLonger ? ['noncanonical', 'trailing'] : ['noncanonical']
}

/** Reads a head at `base` (in hex digits); offsets inside count from it. */
function readTuple(parameters: readonly AbiParameter[], base: number, cursor: Cursor): readonly Read[] {
  let head = base
  return parameters.map((parameter) => {
    const at = isDynamic(parameter) ? base + numberAt(cursor, head) * 2 : head
    head += headSize(parameter)
    return readValue(parameter, at, cursor)
  })
}

function readValue(parameter: AbiParameter, at: number, cursor: Cursor): Read {
  cursor.budget -= 1
  const array = /^(.*)\[(\d*)\]$/.exec(parameter.type)
  if (array) return readArray({ ...parameter, type: array[1] ?? '' }, array[2] ?? '', at, cursor)
  const { type } = parameter
  if (type.startsWith('tuple')) {
    const components = componentsOf(parameter)
    const reads = readTuple(components, at, cursor)
    return { shown: named(components, reads), value: reads.map(({ value }) => value) }
  }
  if (type === 'bytes' || type === 'string') {
    const bytes: Hex = `0x${digitsAt(cursor, at + WORD, lengthAt(cursor, at, 2) * 2)}`
    if (type === 'bytes') return { shown: bytes, value: bytes }
    const text = new TextDecoder().decode(hexToBytes(bytes))
    return { shown: displayText(text, MAX_SHOWN_TEXT), value: text }
  }
  return readWord(type, digitsAt(cursor, at, WORD))
}

function readWord(type: string, word: string): Read {
  if (type === 'address') {
    const address = getAddress(`0x${word.slice(24)}`)
    return { shown: address, value: address }
  }
  const number = BigInt(`0x${word}`)
  if (type === 'bool') return { shown: String(number !== 0n), value: number !== 0n }
  const [, kind, size] = /^(u?int|bytes)(\d+)$/.exec(type) ?? []
  if (kind === 'bytes') {
    const bytes: Hex = `0x${word.slice(0, Number(size) * 2)}`
    return { shown: bytes, value: bytes }
  }
  if (kind === undefined) throw new Error(`no reader for ABI type ${type}`)
  const value = kind === 'uint' ? BigInt.asUintN(Number(size), number) : BigInt.asIntN(Number(size), number)
  return { shown: value.toString(), value }
}

function readArray(element: AbiParameter, fixed: string, at: number, cursor: Cursor): Read {
  const start = fixed === '' ? at + WORD : at
  const length = fixed === '' ? lengthAt(cursor, at, headSize(element)) : Number(fixed)
  if (length > cursor.budget) cursor.isShort = true
  const elements = Array.from({ length: Math.min(length, Math.max(0, cursor.budget)) }, () => ({
    ...element,
    name: '',
  }))
  const reads = readTuple(elements, start, cursor)
  return { shown: named(elements, reads), value: reads.map(({ value }) => value) }
}

/** A length word, cut to what the bytes can hold: `digits` is the room one element takes at least. */
function lengthAt(cursor: Cursor, at: number, digits: number): number {
  const length = numberAt(cursor, at)
  const room = Math.floor(Math.max(0, cursor.body.length - at - WORD) / digits)
  if (length > room) cursor.isShort = true
  return Math.min(length, room)
}

function numberAt(cursor: Cursor, at: number): number {
  const value = BigInt(`0x${digitsAt(cursor, at, WORD)}`)
  if (value <= BigInt(cursor.body.length)) return Number(value)
  cursor.isShort = true
  return cursor.body.length
}

function digitsAt(cursor: Cursor, at: number, length: number): string {
  if (at + length > cursor.body.length) cursor.isShort = true
  return cursor.body.slice(at, at + length).padEnd(length, '0')
}

function isDynamic(parameter: AbiParameter): boolean {
  const { type } = parameter
  if (type === 'bytes' || type === 'string' || type.endsWith('[]')) return true
  const array = /^(.*)\[\d+\]$/.exec(type)
  if (array) return isDynamic({ ...parameter, type: array[1] ?? '' })
  return type.startsWith('tuple') && componentsOf(parameter).some(isDynamic)
}

function headSize(parameter: AbiParameter): number {
  if (isDynamic(parameter)) return WORD
  const array = /^(.*)\[(\d+)\]$/.exec(parameter.type)
  if (array) return Number(array[2]) * headSize({ ...parameter, type: array[1] ?? '' })
  if (!parameter.type.startsWith('tuple')) return WORD
  return componentsOf(parameter).reduce((sum, component) => sum + headSize(component), 0)
}

const componentsOf = (parameter: AbiParameter): readonly AbiParameter[] =>
  'components' in parameter ? parameter.components : []

const named = (parameters: readonly AbiParameter[], reads: readonly Read[]): readonly DecodedArgument[] =>
  parameters.map(({ name, type }, at) => ({ name: name ?? '', type, value: reads[at]?.shown ?? '' }))
