import { expect, it } from 'vitest'
import { deliveryHref, readDeliveryQuery } from './delivery-place'

const place = { seq: 412, id: '0d9e1a52-6f0c-4f53-9a0e-3f2b8f6f9a11' }

it.each([
  [{ after: null, isDeadOnly: false }, '/inbox#deliveries'],
  [{ after: null, isDeadOnly: true }, '/inbox?deliveries=given-up#deliveries'],
  [{ after: place, isDeadOnly: true }, `/inbox?deliveries=given-up&after=412.${place.id}#deliveries`],
])('an address leads to the part that it was made of', (asked, href) => {
  expect(deliveryHref(asked)).toBe(href)
  expect(readDeliveryQuery(Object.fromEntries(new URL(href, 'https://desk.example').searchParams))).toEqual(asked)
})

it.each(['x', '412', `412.${place.id}'`, `-1.${place.id}`, ['412', '413']])('begins with the newest for %s', (after) =>
  expect(readDeliveryQuery({ after }).after).toBeNull(),
)
