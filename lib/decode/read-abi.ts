import { keccak256, stringToHex } from 'viem/utils'
import { knownFunction } from '@/lib/decode/contracts/functions'

/** Selector → signature with the names of its parameters, or why nothing of the ABI is taken. */
export type ReadAbi =
  | { readonly ok: true; readonly functions: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly fault: string }

const MAX_ENTRIES = 5_000
const MAX_FUNCTIONS = 1_000
const MAX_PARAMETERS = 40
const MAX_TUPLES = 6
const MAX_CHARACTERS = 1_000
const IDENTIFIER = /^[A-Za-z_$][\w$]{0,63}$/
const TYPE = /^(address|bool|string|tuple|bytes([1-9]|[12]\d|3[0-2])?|u?int\d{1,3})(\[\d{0,4}\]){0,4}$/

/** Why an ABI is refused. */
class Refusal extends Error {}

/**
 * The functions of an ABI from outside. All of it is taken or nothing: an ABI with one entry made to mislead is not read
 * for its others.
 * @param json parsed JSON: a list of entries, or an artifact that has one as `abi`
 */
export function readAbi(json: unknown): ReadAbi {
  try {
    const entries = Array.isArray(json) ? json : recordOf(json).abi
    if (!Array.isArray(entries)) throw new Refusal('holds no ABI')
    if (entries.length > MAX_ENTRIES) throw new Refusal(`has more than ${MAX_ENTRIES} entries`)
    return { ok: true, functions: functionsOf(entries.map(recordOf).filter(({ type }) => type === 'function')) }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: error.message }
    throw error
  }
}

function functionsOf(entries: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, string>> {
  if (entries.length > MAX_FUNCTIONS) throw new Refusal(`has more than ${MAX_FUNCTIONS} functions`)
  const functions: Record<string, string> = {}
  for (const { name, inputs } of entries) {
    if (typeof name !== 'string' || !IDENTIFIER.test(name)) throw new Refusal('has a function without a proper name')
    const { text, signature } = signatureOf(name, inputs)
    const selector = keccak256(stringToHex(signature)).slice(0, 10)
    if (functions[selector] !== undefined) throw new Refusal(`has two functions with the selector ${selector}`)
    functions[selector] = text
  }
  return functions
}

// Some parameters have names that Solidity keeps for itself; those are read without any.
function signatureOf(name: string, inputs: unknown): { readonly text: string; readonly signature: string } {
  for (const isNamed of [true, false]) {
    const text = `${name}${listOf(inputs, isNamed, MAX_TUPLES)}`
    if (text.length > MAX_CHARACTERS) continue
    try {
      return { text, signature: knownFunction(text).signature }
    } catch {
      continue // refused below when it is no signature without names either
    }
  }
  throw new Refusal(`has a function ${name} that is too long or no signature`)
}

function listOf(parameters: unknown, isNamed: boolean, tuples: number): string {
  if (!Array.isArray(parameters) || parameters.length > MAX_PARAMETERS)
    throw new Refusal(`has a function without a list of up to ${MAX_PARAMETERS} parameters`)
  const texts = parameters.map(recordOf).map(({ type, name, components }) => {
    if (typeof type !== 'string' || !TYPE.test(type)) throw new Refusal('has a parameter of an unknown type')
    if (type.startsWith('tuple') && tuples === 0) throw new Refusal(`nests tuples more than ${MAX_TUPLES} deep`)
    const written = type.startsWith('tuple')
      ? `${listOf(components, isNamed, tuples - 1)}${type.slice('tuple'.length)}`
      : type
    return isNamed && typeof name === 'string' && IDENTIFIER.test(name) ? `${written} ${name}` : written
  })
  return `(${texts.join(', ')})`
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
