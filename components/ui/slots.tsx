export type SlotsProps = {
  given: number
  needed: number
  /** One of the open slots waits for the reader. */
  isYoursOpen?: boolean
  /** Given once, no longer counted. */
  stale?: number
  /** Replaces "2 of 3, yours is open". `null` when the words stand beside it already. */
  words?: string | null
}

/** One square per needed approval; the words carry the meaning. */
export function Slots({ given, needed, isYoursOpen = false, stale = 0, words }: SlotsProps) {
  const said = words === undefined ? `${given} of ${needed}${isYoursOpen ? ', yours is open' : ''}` : words
  return (
    <>
      <span className="slots" aria-hidden="true">
        {Array.from({ length: needed }, (_, index) => (
          <i key={index} className={slotClass(index, given, stale, isYoursOpen)} />
        ))}
      </span>
      {said !== null && ` ${said}`}
    </>
  )
}

function slotClass(index: number, given: number, stale: number, isYoursOpen: boolean): string {
  if (index < given) return 'on'
  if (index < given + stale) return 'dead'
  return isYoursOpen && index === given + stale ? 'mine' : ''
}
