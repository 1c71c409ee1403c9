import type { Address } from 'viem'
import type { SafeNow } from '../dashboard/safe-now'
import type { Provenance } from '../ui/provenance-mark'

/** A token or a contract that two admins registered on the chain of a Safe: what may be called by name. */
export type Registered = {
  readonly address: Address
  readonly name: string
  readonly provenance: Provenance
  readonly source: string
}

export const registeredFor = (safe: SafeNow | null): readonly Registered[] =>
  safe === null
    ? []
    : [
        ...safe.contracts.map(({ address, name }): Registered => {
          return { address, name, provenance: 'book', source: 'registered contract' }
        }),
        ...safe.assets.flatMap(({ address, symbol }): readonly Registered[] =>
          address === 'native' ? [] : [{ address, name: symbol, provenance: 'official', source: 'registered asset' }],
        ),
      ]
