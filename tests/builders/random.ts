import type { Hex } from 'viem'

/** Numbers that are the same for the same seed, so that a failure can be repeated (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** A whole number from 0 to `below` - 1. */
  int(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.int(from.length)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }

  hex(bytes: number): Hex {
    return `0x${Array.from({ length: bytes }, () => this.int(256).toString(16).padStart(2, '0')).join('')}`
  }

  /** Small ones, large ones and those at the edges. */
  uint(bits: number): bigint {
    const all = BigInt.asUintN(bits, BigInt(this.hex(32)))
    return this.pick([0n, 1n, BigInt(this.int(1000)), all, BigInt.asUintN(bits, -1n)]) & BigInt.asUintN(bits, -1n)
  }
}
