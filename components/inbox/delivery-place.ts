import type { DeliveryPlace } from '@/db/queries/deliveries'

type Query = Readonly<Record<string, string | string[] | undefined>>

/** Which part of the delivery log an address asks for; the newest of all where it names nothing that could be a place. */
export function readDeliveryQuery({ after, deliveries }: Query): {
  readonly after: DeliveryPlace | null
  readonly isDeadOnly: boolean
} {
  const [, seq, id] = (typeof after === 'string' ? PLACE.exec(after) : null) ?? []
  return {
    after: seq === undefined || id === undefined ? null : { seq: Number(seq), id },
    isDeadOnly: deliveries === 'given-up',
  }
}

/** The address of a part of the delivery log. */
export function deliveryHref({ after, isDeadOnly }: { after: DeliveryPlace | null; isDeadOnly: boolean }): string {
  const asked = [
    ...(isDeadOnly ? ['deliveries=given-up'] : []),
    ...(after === null ? [] : [`after=${after.seq}.${after.id}`]),
  ]
  return `/inbox${asked.length === 0 ? '' : `?${asked.join('&')}`}#deliveries`
}

const PLACE = /^(\d{1,15})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/
