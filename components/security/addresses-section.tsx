import type { Address as AddressHex } from 'viem'
import { Address } from '../ui/address'
import { EmptyState } from '../ui/empty-state'
import { Section } from '../ui/section'

/** The addresses that the viewer proved to hold; each belongs to one member for ever. */
export function AddressesSection({ addresses, name }: { addresses: readonly AddressHex[]; name: string }) {
  return (
    <Section id="addresses" title="My addresses" meta={addresses.length}>
      {addresses.length === 0 ? (
        <EmptyState title="You proved no address.">An admin registers one that you have signed with.</EmptyState>
      ) : (
        <ul className="choices addresses">
          {addresses.map((address) => (
            <li key={address} data-row tabIndex={-1}>
              <Address address={address} name={name} provenance="own" source="proven by its own signature" />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
