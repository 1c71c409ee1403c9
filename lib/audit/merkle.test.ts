import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import type { Digest } from '@/lib/core/digest'
import {
  appendLeaf,
  consistencyProof,
  EMPTY_FRONTIER,
  hashLeaf,
  inclusionProofs,
  isConsistent,
  isIncluded,
  merkleRoot,
  rootOf,
} from '@/lib/audit/merkle'

// The eight leaves and nine roots every RFC 6962 implementation tests with (certificate-transparency, transparency-dev).
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const known = LEAVES.map((hex) => hashLeaf(hexToBytes(hex)))
const many = Array.from({ length: 65 }, (_, index) => hashLeaf(Uint8Array.of(index)))
const sizes = Array.from({ length: 65 }, (_, size) => size)
const other = hashLeaf(Uint8Array.of(255))

const frontierOf = (leaves: readonly Digest[]) => leaves.reduce(appendLeaf, EMPTY_FRONTIER)
const rootsAt = sizes.map((size) => merkleRoot(many.slice(0, size)))
const rootAt = (size: number): Digest => rootsAt[size] ?? other
const treeAt = (size: number) => ({ size, root: rootAt(size) })
const FEW_SIZES = sizes.slice(1, 18)
const brokenPaths = (path: readonly Digest[]) => [
  [...path, other],
  ...path.flatMap((_, place) => [path.with(place, other), path.toSpliced(place, 1)]),
]
const leafAt = (index: number): Digest => many[index] ?? other

describe('root', () => {
  it('equals the reference roots at sizes 0 to 8, whole and incremental', () => {
    ROOTS.forEach((root, size) => {
      expect(merkleRoot(known.slice(0, size))).toBe(`0x${root}`)
      expect(rootOf(frontierOf(known.slice(0, size)))).toBe(`0x${root}`)
    })
  })

  it('is the same whole and incremental at every size, from at most log2 nodes', () => {
    for (const size of sizes) {
      const frontier = frontierOf(many.slice(0, size))
      expect(rootOf(frontier)).toBe(rootAt(size))
      expect(frontier.nodes.length).toBe(size.toString(2).replaceAll('0', '').length)
    }
  })

  it('refuses a frontier that lost nodes', () => {
    expect(() => appendLeaf({ size: 3, nodes: [] }, other)).toThrow(RangeError)
  })
})

describe('inclusion', () => {
  it('has the paths of the seven-leaf tree drawn in RFC 6962 §2.1.3', () => {
    const seven = many.slice(0, 7)
    const range = (from: number, end: number): Digest => merkleRoot(seven.slice(from, end))
    const [h, i, j, k, l] = [range(2, 4), range(0, 4), range(6, 7), range(4, 6), range(4, 7)]
    expect(inclusionProofs(seven, [0, 3, 4, 6])).toEqual([
      [leafAt(1), h, l],
      [leafAt(2), range(0, 2), l],
      [leafAt(5), j, i],
      [k, i],
    ])
  })

  it('proves every leaf of every size', () => {
    const unproven = sizes.flatMap((size) => {
      const proofs = inclusionProofs(many.slice(0, size), sizes.slice(0, size))
      return proofs.filter((proof, index) => !isIncluded(leafAt(index), index, size, proof, rootAt(size)))
    })
    expect(unproven).toEqual([])
  })

  it('proves nothing else: another leaf, root, place or path', () => {
    for (const size of FEW_SIZES) {
      const indexes = sizes.slice(0, size)
      inclusionProofs(many.slice(0, size), indexes).forEach((proof, index) => {
        const [leaf, root] = [leafAt(index), rootAt(size)]
        const accepted = [
          isIncluded(other, index, size, proof, root),
          isIncluded(leaf, index, size, proof, other),
          ...brokenPaths(proof).map((path) => isIncluded(leaf, index, size, path, root)),
          ...indexes.filter((place) => place !== index).map((place) => isIncluded(leaf, place, size, proof, root)),
        ]
        expect(accepted).not.toContain(true)
      })
    }
  })

  it('refuses an index outside the tree', () => {
    expect(() => inclusionProofs(known, [8])).toThrow(RangeError)
    expect(isIncluded(leafAt(0), 1, 1, [], rootAt(1))).toBe(false)
    expect(isIncluded(leafAt(0), -1, 1, [], rootAt(1))).toBe(false)
  })
})

describe('consistency', () => {
  it('has the proofs of the seven-leaf tree drawn in RFC 6962 §2.1.3', () => {
    const seven = many.slice(0, 7)
    const range = (from: number, end: number): Digest => merkleRoot(seven.slice(from, end))
    expect(consistencyProof(seven, 3)).toEqual([range(2, 3), range(3, 4), range(0, 2), range(4, 7)])
    expect(consistencyProof(seven, 4)).toEqual([range(4, 7)])
    expect(consistencyProof(seven, 6)).toEqual([range(4, 6), range(6, 7), range(0, 4)])
  })

  it('proves every older size of every tree', () => {
    const unproven = sizes.flatMap((size) =>
      sizes.slice(0, size + 1).filter((oldSize) => {
        const proof = consistencyProof(many.slice(0, size), oldSize)
        return !isConsistent(treeAt(oldSize), treeAt(size), proof)
      }),
    )
    expect(unproven).toEqual([])
  })

  it('proves nothing else: another older root, newer root or path', () => {
    for (const size of FEW_SIZES) {
      for (const oldSize of sizes.slice(1, size + 1)) {
        const proof = consistencyProof(many.slice(0, size), oldSize)
        const [older, newer] = [treeAt(oldSize), treeAt(size)]
        const accepted = [
          isConsistent({ ...older, root: other }, newer, proof),
          isConsistent(older, { ...newer, root: other }, proof),
          ...brokenPaths(proof).map((path) => isConsistent(older, newer, path)),
        ]
        expect(accepted).not.toContain(true)
      }
    }
  })

  it('refuses a rewritten past and a shrunk log', () => {
    const rewritten = many.with(2, other)
    const proof = consistencyProof(rewritten.slice(0, 9), 5)
    const newer = { size: 9, root: merkleRoot(rewritten.slice(0, 9)) }
    expect(isConsistent({ size: 5, root: rootAt(5) }, newer, proof)).toBe(false)
    expect(isConsistent({ size: 9, root: rootAt(9) }, { size: 5, root: rootAt(5) }, [])).toBe(false)
    expect(() => consistencyProof(known, 9)).toThrow(RangeError)
  })
})
