/**
 * Whether a snapshot saw what a transaction committed, as PostgreSQL itself judges it. Numbers of events would not do:
 * a transaction that began earlier can commit later.
 * @param snapshot pg_snapshot as text, "xmin:xmax:xip_list" (PostgreSQL, System Information Functions)
 * @param xid xid8 of a committed transaction, decimal
 * @returns false also where either is malformed: what is not known to be shown is news
 */
export function isSeen(snapshot: string, xid: string): boolean {
  const [, xmin, xmax, running] = /^(\d{1,20}):(\d{1,20}):((?:\d{1,20},?)*)$/.exec(snapshot) ?? []
  if (xmin === undefined || xmax === undefined || running === undefined || !/^\d{1,20}$/.test(xid)) return false
  const id = BigInt(xid)
  if (id < BigInt(xmin)) return true
  return id < BigInt(xmax) && !running.split(',').includes(xid)
}
