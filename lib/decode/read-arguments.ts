import type { AbiParameter, Hex } from 'viem'
import { hexToBytes, stringToHex } from 'viem/utils'
import { displayText } from '@/lib/core/display-text'
import { headSize, type Layout, layoutOf, WORD } from '@/lib/decode/abi-layout'
import { isZeros, readWord } from '@/lib/decode/abi-word'
import type { Anomaly, DecodedArgument } from '@/lib/decode/types'

export type ReadArguments = {
  readonly arguments: readonly DecodedArgument[]
  readonly anomalies: readonly Anomaly[]
  /** More values, or more bytes by overlapping ones, than anybody could look through: the reading is not complete. */
  readonly isTooMuch?: true
}

type Value = DecodedArgument['value']
/** Positions count hex digits. `end`: where the canonical encoding is after what was read; `reach`: the last digit read. */
type Cursor = {
  readonly body: string
  isShort: boolean
  isDirty: boolean
  reach: number
  values: number
  digits: number
}

const MAX_VALUES = 40_000
/** Overlapping values let few bytes stand for many. Canonical bytes are read once. */
const MAX_REREADS = 4
const MAX_SHOWN_TEXT = 4_000

/**
 * ABI arguments as a lax contract reads them (missing bytes are zero, dirty bits masked, offsets followed wherever they
 * point), and whether the bytes are their one canonical encoding. Only an empty `anomalies` means that every reader
 * sees the same; encoding what was read then gives back the same bytes. The work is bounded by the length of the bytes.
 * @param body calldata after the selector
 * @throws on an ABI type that Solidity cannot encode
 */
export function readArguments(parameters: readonly AbiParameter[], body: Hex): ReadArguments {
  const digits = body.length - 2
  const cursor: Cursor = {
    body: body.slice(2),
    isShort: false,
    isDirty: false,
    reach: 0,
    values: MAX_VALUES,
    digits: digits * MAX_REREADS + WORD * WORD,
  }
  const layouts = parameters.map(layoutOf)
  const { values } = readTuple(layouts, 0, cursor)
  const anomalies: Anomaly[] = []
  if (cursor.isShort) anomalies.push('truncated')
  if (cursor.isDirty) anomalies.push('noncanonical')
  if (cursor.reach < digits) anomalies.push('trailing')
  return { arguments: named(layouts, values), anomalies, ...(isSpent(cursor) && { isTooMuch: true }) }
}

/** Heads at `base`, tails behind them in order; offsets count from `base`. */
function readTuple(
  layouts: readonly Layout[],
  base: number,
  cursor: Cursor,
): { values: readonly Value[]; end: number } {
  let head = base
  let end = base + headSize(layouts)
  const values: Value[] = []
  for (const layout of layouts) {
    if (isSpent(cursor)) break
    const at = layout.isDynamic ? base + numberAt(cursor, head) * 2 : head
    if (layout.isDynamic && at !== end) cursor.isDirty = true
    const read = readValue(layout, at, cursor)
    values.push(read.value)
    if (layout.isDynamic) end = read.end
    head += layout.size
  }
  return { values, end }
}

function readValue(layout: Layout, at: number, cursor: Cursor): { value: Value; end: number } {
  cursor.values -= 1
  switch (layout.kind) {
    case 'array':
      return readArray(layout.element, layout.length, at, cursor)
    case 'tuple': {
      const { values, end } = readTuple(layout.parts, at, cursor)
      return { value: named(layout.parts, values), end }
    }
    case 'bytes':
      return readBytes(layout.type, at, cursor)
    case 'word': {
      const { shown, isClean } = readWord(layout.type, digitsAt(cursor, at, WORD))
      if (!isClean) cursor.isDirty = true
      return { value: shown, end: at + WORD }
    }
  }
}

function readArray(element: Layout, fixed: number | null, at: number, cursor: Cursor): { value: Value; end: number } {
  const start = fixed === null ? at + WORD : at
  const length = fixed ?? lengthAt(cursor, at, element.size)
  // Elements without any digits exist in no contract; without this an absurd fixed length would be work for nothing.
  const count = Math.min(length, Math.max(0, cursor.values))
  if (count < length) cursor.values = -1
  const elements = Array.from({ length: count }, () => element)
  const { values, end } = readTuple(elements, start, cursor)
  return { value: named(elements, values), end }
}

function readBytes(type: string, at: number, cursor: Cursor): { value: Value; end: number } {
  const length = lengthAt(cursor, at, 2) * 2
  const start = at + WORD
  const padding = (WORD - (length % WORD)) % WORD
  const bytes: Hex = `0x${digitsAt(cursor, start, length)}`
  if (padding > 0 && !isZeros(digitsAt(cursor, start + length, padding))) cursor.isDirty = true
  const end = start + length + padding
  if (type === 'bytes' || isSpent(cursor)) return { value: bytes, end }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(hexToBytes(bytes))
  // Bytes that are no text are shown with replacement marks, so what is shown is not what is there.
  if (text.includes('\ufffd') && !isText(text, bytes)) cursor.isDirty = true
  return { value: displayText(text, MAX_SHOWN_TEXT), end }
}

const isText = (text: string, bytes: Hex): boolean => stringToHex(text) === bytes.toLowerCase()

/** A length word, cut to what the bytes can hold: `digits` is the room one element takes at least. */
function lengthAt(cursor: Cursor, at: number, digits: number): number {
  const length = numberAt(cursor, at)
  const room = Math.floor(Math.max(0, cursor.body.length - at - WORD) / Math.max(digits, 2))
  if (length > room) cursor.isShort = true
  return Math.min(length, room)
}

/** A word that counts bytes or elements; beyond the end of the bytes everything is equally far. */
function numberAt(cursor: Cursor, at: number): number {
  const word = digitsAt(cursor, at, WORD)
  const value = isZeros(word.slice(0, 52)) ? parseInt(word.slice(52), 16) : Infinity
  if (value <= cursor.body.length) return value
  cursor.isShort = true
  return cursor.body.length
}

function digitsAt(cursor: Cursor, at: number, length: number): string {
  const end = at + length
  cursor.digits -= length
  if (end > cursor.body.length) cursor.isShort = true
  if (end > cursor.reach) cursor.reach = Math.min(end, cursor.body.length)
  const found = cursor.body.slice(at, end)
  return found.length === length ? found : found.padEnd(length, '0')
}

const isSpent = ({ values, digits }: Cursor): boolean => values < 0 || digits < 0

const named = (layouts: readonly Layout[], values: readonly Value[]): readonly DecodedArgument[] =>
  layouts.slice(0, values.length).map(({ name, type }, at) => ({ name, type, value: values[at] ?? '' }))
