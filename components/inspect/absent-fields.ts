import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'

/** A Safe of the desk, as far as a pasted transaction may leave it unsaid. */
export type FormSafe = {
  readonly name: string
  readonly chainId: number
  readonly address: Address
  readonly version: string
}

/** What a text does not say, and what the desk would say there where it knows the Safe. */
export type Absent = { readonly chainId: boolean; readonly version: boolean; readonly known: FormSafe | null }

/**
 * Which of the two facts that the Safe Transaction Service leaves out are missing in a text. Only decides which fields are
 * shown: the server reads the text again, and strictly.
 */
export function absentFields(text: string, safes: readonly FormSafe[]): Absent {
  const found = membersOf(text)
  if (found === null) return { chainId: false, version: false, known: null }
  const isAbsent = (key: string) => (found.get(key) ?? null) === null
  const address = found.get('safe')
  const here = safes.filter((safe) => typeof address === 'string' && isSameAddress(safe.address, address as Address))
  const said = found.get('chainId')
  const matching = isAbsent('chainId') ? here : here.filter(({ chainId }) => String(chainId) === String(said))
  const [only, ...more] = matching
  return {
    chainId: isAbsent('chainId'),
    version: isAbsent(found.has('tx') ? 'safeVersion' : 'version'),
    // One address may be a Safe on two chains: then nobody guesses.
    known: more.length === 0 ? (only ?? null) : null,
  }
}

function membersOf(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    const one: unknown = Array.isArray(value) ? value[0] : value
    return typeof one === 'object' && one !== null && !Array.isArray(one) ? new Map(Object.entries(one)) : null
  } catch {
    return null // nothing to ask about before it is JSON
  }
}
