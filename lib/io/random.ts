import 'server-only'
import { randomBytes } from 'node:crypto'

export type Random = { readonly bytes: (count: number) => Uint8Array }

/** The operating system's random generator. */
export const systemRandom: Random = { bytes: (count) => new Uint8Array(randomBytes(count)) }
