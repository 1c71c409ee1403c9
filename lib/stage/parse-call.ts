import type { AbiFunction, AbiParameter, Hex } from 'viem'
import { encodeFunctionData, parseAbiItem } from 'viem/utils'
import type { Chain } from '@/lib/chains/types'
import { isSameAddress, parseAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { FieldProblem } from '@/lib/core/errors'
import { parseUnits } from '@/lib/core/money'
import { labelProblems, labelsOf, type ParsedIntent, type RawLabels } from '@/lib/stage/intent'
import type { Asset, StatedCall } from '@/lib/stage/types'

/** What a form sends of a call, as typed. */
export type RawCall = {
  readonly to: string
  /** "withdraw(uint256 amount)": names of parameters are for people. */
  readonly method: string
  /** One value for each parameter; lists and tuples as JSON. */
  readonly values: readonly string[]
  readonly gives: readonly { readonly asset: string; readonly amount: string }[]
}

type Context = { readonly chain: Chain; readonly assets: readonly Asset[]; readonly safe: string }

/** Turns what was typed into an intent, or into one sentence for each field that is wrong (`call.values.0`). */
export function parseCall(raw: RawLabels & { readonly call: RawCall }, context: Context): ParsedIntent {
  const problems: FieldProblem[] = []
  const wrong: Wrong = (field, message) => {
    problems.push({ field: `call.${field}`, message })
    return null
  }
  const to = readTarget(raw.call.to, context, wrong)
  const data = readData(raw.call, wrong)
  const gives = raw.call.gives.flatMap((given, place) => readGiven(given, place, raw.call, context, wrong) ?? [])
  problems.push(...labelProblems(raw))
  if (to === null || data === null || problems.length > 0) return { ok: false, problems }
  return { ok: true, intent: { legs: [], ...labelsOf(raw), call: { to, data, gives } } }
}

type Wrong = (field: string, message: string) => null

function readTarget(text: string, { chain, safe }: Context, wrong: Wrong): StatedCall['to'] | null {
  if (text.trim() === '') return wrong('to', 'Paste the address of the contract.')
  const parsed = parseAddress(text, chain.shortName)
  if (!parsed.ok) return wrong('to', parsed.message)
  if (parsed.address === ZERO_ADDRESS) return wrong('to', 'There is no contract at the zero address.')
  return isSameAddress(parsed.address, safe)
    ? wrong('to', 'A call of the Safe to itself changes its settings: stage that as a change of the owners.')
    : parsed.address
}

function readData({ method, values }: RawCall, wrong: Wrong): Hex | null {
  const abi = functionOf(method)
  if (abi === null)
    return wrong('method', 'Write the function with its parameter types, such as withdraw(uint256 amount).')
  const read = abi.inputs.map((input, place) => {
    try {
      return valueOf(input, values[place] ?? '')
    } catch {
      return wrong(`values.${place}`, `This is no ${input.type}${input.name ? ` for ${input.name}` : ''}.`)
    }
  })
  if (read.some((one) => one === null)) return null
  try {
    return encodeFunctionData({ abi: [abi], functionName: abi.name, args: read })
  } catch {
    return wrong('method', 'These values do not fit the types of the function.')
  }
}

/** The function that a line of Solidity names, null where it names none. */
export function functionOf(method: string): AbiFunction | null {
  const text = method.trim().replace(/^function\s+/, '')
  try {
    const item = parseAbiItem(`function ${text}`)
    return item.type === 'function' ? item : null
  } catch {
    return null
  }
}

// viem checks addresses, sizes and signs itself when it encodes; here text becomes what it takes.
function valueOf(parameter: AbiParameter, text: string): unknown {
  const { type } = parameter
  const trimmed = text.trim()
  if (type.endsWith(']') || type.startsWith('tuple')) return readList(parameter, trimmed)
  if (/^u?int/.test(type)) {
    if (!/^-?\d{1,78}$/.test(trimmed)) throw new Error('no number')
    return BigInt(trimmed)
  }
  if (type === 'bool') {
    if (trimmed !== 'true' && trimmed !== 'false') throw new Error('neither true nor false')
    return trimmed === 'true'
  }
  if (type === 'address') {
    const parsed = parseAddress(trimmed, '')
    if (!parsed.ok) throw new Error(parsed.message)
    return parsed.address
  }
  if (type === 'string') return text
  if (!/^0x([0-9a-fA-F]{2})*$/.test(trimmed)) throw new Error('no bytes')
  return trimmed
}

/** Brackets within brackets: deeper than any function that people call. */
const MOST_DEPTH = 6

/**
 * A list or tuple as JSON. Its numbers are whole and written out in decimal digits, quoted or not: what JSON itself would
 * round, or take from something else than digits, is refused.
 */
function readList(parameter: AbiParameter, text: string): unknown {
  if (depthOf(text) > MOST_DEPTH) throw new Error('too deep')
  // Digits outside of quotes become text before anything rounds them.
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (part) =>
    part.startsWith('"') ? part : JSON.stringify(part),
  )
  return typed(parameter, JSON.parse(quoted))
}

// Each value is read by its own type: what fits none of it stands for nothing.
function typed(parameter: AbiParameter, value: unknown): unknown {
  const list = /^(.*)\[\d*\]$/.exec(parameter.type)
  if (list) {
    if (!Array.isArray(value)) throw new Error('no list')
    return value.map((one) => typed({ ...parameter, type: list[1] ?? '' }, one))
  }
  if (parameter.type === 'tuple') {
    const components = 'components' in parameter ? parameter.components : []
    if (!Array.isArray(value) || value.length !== components.length) throw new Error('no tuple')
    return components.map((one, place) => typed(one, value[place]))
  }
  if (typeof value === 'boolean' && parameter.type === 'bool') return value
  if (typeof value !== 'string' || value !== value.trim()) throw new Error('no value')
  return valueOf(parameter, value)
}

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0]
  for (const one of text) {
    if (one === '[' || one === '{') deepest = Math.max(deepest, ++depth)
    if (one === ']' || one === '}') depth--
  }
  return deepest
}

function readGiven(
  given: RawCall['gives'][number],
  place: number,
  { gives }: RawCall,
  { assets, chain }: Context,
  wrong: Wrong,
): StatedCall['gives'] | null {
  const asset = assets.find(
    ({ address, chainId }) => chainId === chain.id && isSameAddress(address, given.asset.trim()),
  )
  if (!asset) return wrong(`gives.${place}.asset`, `This token is not registered on ${chain.name}.`)
  if (gives.findIndex((other) => isSameAddress(other.asset.trim(), given.asset.trim())) < place)
    return wrong(`gives.${place}.asset`, `${asset.symbol} is there twice. Write it once, in all.`)
  const amount = parseUnits(given.amount, asset.decimals)
  if (!amount.ok) return wrong(`gives.${place}.amount`, amount.message)
  return amount.units > 0n ? [{ asset, units: amount.units }] : wrong(`gives.${place}.amount`, 'The amount is zero.')
}
