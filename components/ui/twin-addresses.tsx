import type { Address } from 'viem'
import { difference } from './difference'
import { DifferingHex } from './differing-hex'

type Named = { label: string; address: Address }

/** Two addresses that look alike, one above the other, with the count in words. */
export function TwinAddresses({ first, second }: { first: Named; second: Named }) {
  return (
    <>
      <dl className="twin">
        <dt>{first.label}</dt>
        <dd>
          <DifferingHex address={first.address} other={second.address} layout="line" />
        </dd>
        <dt>{second.label}</dt>
        <dd>
          <DifferingHex address={second.address} other={first.address} layout="line" />
        </dd>
      </dl>
      <p className="det">{difference(first.address, second.address).words}</p>
    </>
  )
}
