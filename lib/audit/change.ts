/** One committed audit event as it is told to open pages: ids only. */
export type Change = {
  readonly action: string
  /** Object type and id of the event; the id is '' where only its owner may see it. */
  readonly type: string
  readonly id: string
  /** The withdrawal and the Safe it belongs to, where there is one. */
  readonly withdrawal: string | null
  readonly safe: string | null
  /** Id of the member who did it; null for the desk itself. */
  readonly by: string | null
  /** The transaction that committed it (PostgreSQL xid8, decimal). */
  readonly xid: string
}

/** How far a page has read: taken before its other reads, so that it says less than the page shows, never more. */
export type ReadMark = {
  /** pg_current_snapshot(): "xmin:xmax:xid,xid". */
  readonly snapshot: string
  /** Names the newest events together: equal marks, nothing happened in between. */
  readonly newest: string
}
