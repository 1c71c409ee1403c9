import type { AbiParameter, Hex } from 'viem'
import { getAddress } from 'viem/utils'
import type { DecodedArgument } from '@/lib/decode/types'
import type { Random } from '@/tests/builders/random'

const SIMPLE = [
  'address',
  'bool',
  'bytes',
  'string',
  'uint256',
  'uint8',
  'uint160',
  'int256',
  'int24',
  'bytes32',
  'bytes4',
]
const TEXTS = ['', 'a', 'Grüße', 'x'.repeat(31), 'y'.repeat(32), 'z'.repeat(33), 'vote: yes, because']

/** A parameter of any type that Solidity has, nested up to `depth`. */
export function randomParameter(random: Random, depth: number): AbiParameter {
  const suffix = random.pick(['', '', '', '[]', '[2]', '[][]', '[1][]', '[][2]'])
  if (depth === 0 || random.int(3) > 0) return { name: 'x', type: `${random.pick(SIMPLE)}${suffix}` }
  const components = Array.from({ length: 1 + random.int(3) }, () => randomParameter(random, depth - 1))
  return { name: 't', type: `tuple${suffix}`, components: components.map((it, at) => ({ ...it, name: `p${at}` })) }
}

/** A value of a parameter, as viem takes it; tuples as arrays. */
export function randomValue(parameter: AbiParameter, random: Random): unknown {
  const { type } = parameter
  const array = /^(.*)\[(\d*)\]$/.exec(type)
  if (array) {
    const length = array[2] === '' ? random.int(4) : Number(array[2])
    return Array.from({ length }, () => randomValue({ ...parameter, type: array[1] ?? '' }, random))
  }
  if (type === 'tuple') return byName(parameter, (component) => randomValue(component, random))
  if (type === 'address') return getAddress(random.hex(20))
  if (type === 'bool') return random.int(2) === 1
  if (type === 'string') return random.pick(TEXTS)
  if (type === 'bytes') return random.hex(random.pick([0, 1, 31, 32, 33, 100]))
  const size = Number(/\d+$/.exec(type)?.[0])
  if (type.startsWith('bytes')) return random.hex(size)
  const value = random.uint(size)
  return type.startsWith('int') ? BigInt.asIntN(size, value) : value
}

/** What the reader shows, turned back into what viem encodes. */
export function valueOf(parameter: AbiParameter, shown: DecodedArgument['value']): unknown {
  const { type } = parameter
  const array = /^(.*)\[\d*\]$/.exec(type)
  if (array && typeof shown !== 'string')
    return shown.map(({ value }) => valueOf({ ...parameter, type: array[1] ?? '' }, value))
  if (type === 'tuple' && typeof shown !== 'string')
    return byName(parameter, (component, at) => valueOf(component, shown[at]?.value ?? ''))
  if (typeof shown !== 'string') throw new Error(`${type} is not a list`)
  if (type === 'bool') return shown === 'true'
  return /^u?int/.test(type) ? BigInt(shown) : (shown as Hex)
}

/** viem takes tuples by name, and those with a part without a name by place. */
function byName(parameter: AbiParameter, of: (component: AbiParameter, at: number) => unknown): unknown {
  const components = 'components' in parameter ? parameter.components : []
  const values = components.map(of)
  if (components.some(({ name }) => !name)) return values
  return Object.fromEntries(components.map(({ name }, at) => [name, values[at]]))
}
