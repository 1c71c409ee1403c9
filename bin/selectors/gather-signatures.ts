import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'

const MOST_BYTES = 20_000_000
/** A longer one is nobody's function to recognise, and would fill the list. */
const MOST_CHARACTERS = 400

/**
 * Canonical signatures of the functions in every ABI below a folder (a bare list, or an artifact's `abi`). Functions that
 * only read are left out: a Safe that calls one changes nothing.
 * @throws when a file there is not JSON although its name says so
 */
export async function gatherSignatures(folder: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const names = await readdir(folder, { recursive: true })
  for (const name of names.filter((it) => it.endsWith('.json'))) {
    const file = path.join(folder, name)
    const { size } = await stat(file)
    if (size > MOST_BYTES) continue
    for (const signature of signaturesIn(JSON.parse(await readFile(file, 'utf8')))) found.add(signature)
  }
  return found
}

/** The signatures that one parsed file holds; none when it is no ABI. */
export function signaturesIn(artifact: unknown): readonly string[] {
  const entries = Array.isArray(artifact) ? artifact : abiOf(artifact)
  return entries.flatMap((entry) => {
    const signature = signatureOf(entry)
    return signature === null || signature.length > MOST_CHARACTERS ? [] : [signature]
  })
}

// 0x artifacts keep the ABI under what the compiler gave out.
function abiOf(artifact: unknown): readonly unknown[] {
  const { abi, compilerOutput } = recordOf(artifact)
  const inner = abi ?? recordOf(compilerOutput).abi
  return Array.isArray(inner) ? inner : []
}

function signatureOf(entry: unknown): string | null {
  const { type, name, inputs, stateMutability, constant } = recordOf(entry)
  if (type !== 'function' || typeof name !== 'string' || !/^[A-Za-z_$][\w$]*$/.test(name)) return null
  if (stateMutability === 'view' || stateMutability === 'pure' || constant === true) return null
  const types = typesOf(inputs)
  return types === null ? null : `${name}${types}`
}

function typesOf(parameters: unknown): string | null {
  if (!Array.isArray(parameters)) return null
  const types = parameters.map((parameter) => {
    const { type, components } = recordOf(parameter)
    if (typeof type !== 'string') return null
    if (!type.startsWith('tuple')) return VALUE.test(type) ? type : null
    const inside = typesOf(components)
    return inside === null ? null : `${inside}${type.slice('tuple'.length)}`
  })
  return types.includes(null) ? null : `(${types.join(',')})`
}

// Libraries have functions of enums, structs and storage pointers, which no calldata encodes under these names.
const VALUE = /^(address|bool|string|function|bytes\d*|u?int\d+)(\[\d*\])*$/

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
