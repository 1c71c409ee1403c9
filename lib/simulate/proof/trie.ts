import type { Hash, Hex } from 'viem'
import { fromRlp, keccak256, toRlp } from 'viem/utils'
import { ProofFault } from '@/lib/simulate/proof/fault'

/** keccak256 of the RLP of nothing: the root of an empty trie. */
const EMPTY_ROOT: Hash = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'

type Item = Hex | readonly Item[]
type Node = { readonly hash: Hash; readonly item: Item }

/** Nodes that were hashed and read before: those near a root are in every proof. */
export type KnownNodes = Map<Hex, Node>

/**
 * Looks a key up in a Merkle Patricia trie by a proof (yellow paper, appendix D). Every node must be used and be the one
 * that its parent names, by hash or, below 32 bytes, by itself.
 * @param key the hashed key of a secure trie
 * @param proof RLP nodes from the root
 * @param known of the same witness
 * @returns RLP of the value, or null when the proof shows that there is none
 * @throws ProofFault for any other proof
 */
export function lookUp(root: Hash, key: Hash, proof: readonly Hex[], known: KnownNodes = new Map()): Hex | null {
  if (proof.length === 0) {
    if (root === EMPTY_ROOT) return null
    throw wrong('it is empty')
  }
  const path = key.slice(2)
  let wanted: Item = root
  let depth = 0
  for (const [place, raw] of proof.entries()) {
    const node = nodeOf(raw, known)
    if (!isNode(wanted, raw, node)) throw wrong(`node ${place} is not the one that its parent names`)
    const isLast = place === proof.length - 1
    let step = walk(node.item, path, depth)
    // A node of less than 32 bytes stands inside its parent; some nodes list it again, some do not.
    while (step.kind === 'down' && isLast && typeof step.next !== 'string') step = walk(step.next, path, step.depth)
    if (step.kind === 'found') return ended(step.value, isLast)
    if (step.kind === 'absent') return ended(null, isLast)
    wanted = step.next
    depth = step.depth
  }
  throw wrong('it ends too early')
}

type Step =
  | { readonly kind: 'found'; readonly value: Hex }
  | { readonly kind: 'absent' }
  | { readonly kind: 'down'; readonly next: Item; readonly depth: number }

function walk(node: Item, path: string, depth: number): Step {
  // The root of an empty trie is the hash of an empty string.
  if (node === '0x' && depth === 0) return { kind: 'absent' }
  if (typeof node === 'string') throw wrong('a node is no list')
  if (node.length === 17) {
    const isEnd = depth === path.length
    const next = node[isEnd ? 16 : Number.parseInt(path[depth] ?? '', 16)]
    if (next === undefined || next === '0x') return { kind: 'absent' }
    if (!isEnd) return { kind: 'down', next, depth: depth + 1 }
    return { kind: 'found', value: asValue(next) }
  }
  const [encoded, next] = node
  if (node.length !== 2 || typeof encoded !== 'string' || next === undefined) throw wrong('a node has no known form')
  const flag = Number.parseInt(encoded[2] ?? '', 16)
  if (!(flag >= 0 && flag <= 3)) throw wrong('a node has no known form')
  const rest = encoded.slice(flag % 2 === 1 ? 3 : 4)
  const isLeaf = flag >= 2
  const isOnPath = path.startsWith(rest, depth)
  if (isLeaf)
    return isOnPath && depth + rest.length === path.length
      ? { kind: 'found', value: asValue(next) }
      : { kind: 'absent' }
  return isOnPath ? { kind: 'down', next, depth: depth + rest.length } : { kind: 'absent' }
}

// What follows the answer would be bytes that nothing checks.
function ended(value: Hex | null, isLast: boolean): Hex | null {
  if (!isLast) throw wrong('it goes on after its end')
  return value
}

function isNode(wanted: Item, raw: Hex, { hash }: Node): boolean {
  if (typeof wanted !== 'string') return toRlp(wanted as Hex[]) === raw.toLowerCase()
  return wanted.length === 66 && hash === wanted
}

function asValue(item: Item): Hex {
  if (typeof item !== 'string') throw wrong('a value is a list')
  return item
}

function nodeOf(raw: Hex, known: KnownNodes): Node {
  const node = known.get(raw) ?? { hash: keccak256(raw), item: decoded(raw) }
  known.set(raw, node)
  return node
}

function decoded(raw: Hex): Item {
  try {
    return fromRlp(raw)
  } catch {
    throw wrong('a node is no RLP')
  }
}

const wrong = (why: string) => new ProofFault('wrong', `A proof does not hold: ${why}.`)
