import { concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import { sha256Hex, type Digest } from '@/lib/core/digest'

/** Roots of the perfect subtrees of a tree, largest first: all a sequencer needs to keep, at most log2(size) + 1. */
export type Frontier = { size: number; nodes: readonly Digest[] }

export const EMPTY_FRONTIER: Frontier = { size: 0, nodes: [] }

const LEAF_PREFIX = Uint8Array.of(0)
const NODE_PREFIX = Uint8Array.of(1)

/** Leaf hash, SHA-256(0x00 ‖ bytes) (RFC 6962 §2.1). */
export function hashLeaf(bytes: Uint8Array): Digest {
  return sha256Hex(concatBytes(LEAF_PREFIX, bytes))
}

/** The frontier after one more leaf. O(log n). */
export function appendLeaf(frontier: Frontier, leafHash: Digest): Frontier {
  const nodes = [...frontier.nodes]
  let node = leafHash
  for (let rest = frontier.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = nodes.pop()
    if (left === undefined) throw new RangeError('the frontier has fewer nodes than its size needs')
    node = hashNode(left, node)
  }
  return { size: frontier.size + 1, nodes: [...nodes, node] }
}

/** Merkle tree hash of a frontier (RFC 6962 §2.1); of no leaves, SHA-256 of nothing. */
export function rootOf(frontier: Frontier): Digest {
  if (frontier.nodes.length === 0) return sha256Hex('')
  return frontier.nodes.reduceRight((right, left) => hashNode(left, right))
}

/** Merkle tree hash of a whole list of leaf hashes. O(n). */
export function merkleRoot(leafHashes: readonly Digest[]): Digest {
  return levelsOf(leafHashes).at(-1)?.[0] ?? sha256Hex('')
}

/**
 * Audit paths (RFC 6962 §2.1.1) of the leaves at the given indexes, in that order; the tree is hashed once for all.
 * @throws RangeError for an index that the tree does not have
 */
export function inclusionProofs(leafHashes: readonly Digest[], indexes: readonly number[]): Digest[][] {
  const levels = levelsOf(leafHashes)
  return indexes.map((index) => {
    if (!Number.isInteger(index) || index < 0 || index >= leafHashes.length) throw new RangeError(`no leaf ${index}`)
    return levels.flatMap((level, height) => {
      const place = Math.floor(index / 2 ** height)
      return level[place % 2 === 0 ? place + 1 : place - 1] ?? []
    })
  })
}

/** Whether the path leads from a leaf hash at `index` to the root of a tree of `size` (RFC 9162 §2.1.3.2). */
export function isIncluded(leafHash: Digest, index: number, size: number, proof: readonly Digest[], root: Digest) {
  if (index < 0 || index >= size) return false
  let place = index
  let last = size - 1
  let node = leafHash
  for (const sibling of proof) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      node = hashNode(sibling, node)
      while (place % 2 === 0 && place > 0) [place, last] = [half(place), half(last)]
    } else {
      node = hashNode(node, sibling)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && node === root
}

/**
 * Proof that the tree of all given leaves extends the tree of its first `oldSize` leaves (RFC 6962 §2.1.2).
 * @throws RangeError when `oldSize` exceeds the tree
 */
export function consistencyProof(leafHashes: readonly Digest[], oldSize: number): Digest[] {
  if (!Number.isInteger(oldSize) || oldSize < 0 || oldSize > leafHashes.length)
    throw new RangeError(`no size ${oldSize}`)
  return oldSize === 0 ? [] : subproof(leafHashes, oldSize, true)
}

/** Whether the newer root extends the older one: nothing before `oldSize` was changed (RFC 9162 §2.1.4.2). */
export function isConsistent(
  older: { size: number; root: Digest },
  newer: { size: number; root: Digest },
  proof: readonly Digest[],
): boolean {
  if (older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root
  if (older.size === 0) return proof.length === 0 && older.root === sha256Hex('')
  let [place, last] = [older.size - 1, newer.size - 1]
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  // An older tree that is a perfect subtree of the newer one is its own first node and is left out of the proof.
  const path = place === 0 ? [older.root, ...proof] : proof
  const [first, ...rest] = path
  if (first === undefined) return false
  let [oldNode, newNode] = [first, first]
  for (const node of rest) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      oldNode = hashNode(node, oldNode)
      newNode = hashNode(node, newNode)
      while (place % 2 === 0 && place > 0) [place, last] = [half(place), half(last)]
    } else {
      newNode = hashNode(newNode, node)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 && oldNode === older.root && newNode === newer.root
}

function subproof(leafHashes: readonly Digest[], oldSize: number, isWhole: boolean): Digest[] {
  const size = leafHashes.length
  if (oldSize === size) return isWhole ? [] : [merkleRoot(leafHashes)]
  let split = 1
  while (split * 2 < size) split *= 2
  const [left, right] = [leafHashes.slice(0, split), leafHashes.slice(split)]
  return oldSize <= split
    ? [...subproof(left, oldSize, isWhole), merkleRoot(right)]
    : [...subproof(right, oldSize - split, false), merkleRoot(left)]
}

// Pairing level by level and carrying the odd last node up gives the same tree as the RFC's recursive split.
function levelsOf(leafHashes: readonly Digest[]): Digest[][] {
  const levels: Digest[][] = [[...leafHashes]]
  for (let level = levels[0] ?? []; level.length > 1;) {
    const above: Digest[] = []
    level.forEach((left, place) => {
      if (place % 2 === 1) return
      const right = level[place + 1]
      above.push(right === undefined ? left : hashNode(left, right))
    })
    levels.push(above)
    level = above
  }
  return levels
}

const half = (count: number): number => Math.floor(count / 2)

function hashNode(left: Digest, right: Digest): Digest {
  return sha256Hex(concatBytes(NODE_PREFIX, hexToBytes(left.slice(2)), hexToBytes(right.slice(2))))
}
