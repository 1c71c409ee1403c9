import type { AbiParameter } from 'viem'

/** Hex digits of one ABI word. */
export const WORD = 64

/** How values of one ABI type lie in the bytes. `size` is the hex digits its head takes where it is used. */
export type Layout = {
  readonly name: string
  readonly type: string
  readonly isDynamic: boolean
  readonly size: number
} & (
  | { readonly kind: 'word' | 'bytes' }
  | { readonly kind: 'array'; readonly element: Layout; readonly length: number | null }
  | { readonly kind: 'tuple'; readonly parts: readonly Layout[] }
)

const known = new WeakMap<AbiParameter, Layout>()

/**
 * The layout of a parameter (Solidity ABI specification, "Formal Specification of the Encoding").
 * @throws on a type that Solidity cannot encode
 */
export function layoutOf(parameter: AbiParameter): Layout {
  const cached = known.get(parameter)
  if (cached) return cached
  const layout = compile(parameter, parameter.type)
  known.set(parameter, layout)
  return layout
}

function compile(parameter: AbiParameter, type: string): Layout {
  const common = { name: parameter.name ?? '', type }
  const array = /^(.*)\[(\d*)\]$/.exec(type)
  if (array) {
    const element = { ...compile(parameter, array[1] ?? ''), name: '' }
    const length = array[2] === '' ? null : Number(array[2])
    const isDynamic = length === null || element.isDynamic
    return {
      ...common,
      kind: 'array',
      element,
      length,
      isDynamic,
      size: isDynamic ? WORD : (length ?? 0) * element.size,
    }
  }
  if (type.startsWith('tuple')) {
    const parts = ('components' in parameter ? parameter.components : []).map(layoutOf)
    const isDynamic = parts.some((part) => part.isDynamic)
    return { ...common, kind: 'tuple', parts, isDynamic, size: isDynamic ? WORD : headSize(parts) }
  }
  if (type === 'bytes' || type === 'string') return { ...common, kind: 'bytes', isDynamic: true, size: WORD }
  if (!/^(address|bool|function|u?int\d+|bytes\d+)$/.test(type)) throw new Error(`no reader for ABI type ${type}`)
  return { ...common, kind: 'word', isDynamic: false, size: WORD }
}

/** Hex digits that the heads of these values take together. */
export function headSize(layouts: readonly Layout[]): number {
  return layouts.reduce((sum, { size }) => sum + size, 0)
}
