import { customType, timestamp } from 'drizzle-orm/pg-core'

/** Base units, nonces and block numbers: exact at any size, bigint in code. */
export const units = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'numeric(78,0)',
  fromDriver: (value) => BigInt(value),
  toDriver: (value) => value.toString(),
})

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })
