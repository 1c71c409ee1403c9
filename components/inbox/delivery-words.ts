import type { DeliveryLine } from '@/db/queries/deliveries'

/** Where a delivery stands, with its tries in words. */
export function deliveryWords({ state, attempts }: Pick<DeliveryLine, 'state' | 'attempts'>): string {
  const tries = attempts === 1 ? 'one try' : `${attempts} tries`
  if (state === 'sent') return attempts === 1 ? 'Delivered' : `Delivered after ${tries}`
  if (state === 'dead') return `Given up after ${tries}`
  return attempts === 0 ? 'Waiting' : `Waiting after ${tries}`
}
