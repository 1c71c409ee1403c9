/** One measurement beside its yardstick. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The most it may be; null where nothing is promised yet. */
  readonly limit: number | null
}

/** Whether a figure keeps its promise. What is no number was not measured, and keeps none. */
export function isWithin({ value, limit }: Figure): boolean {
  return Number.isFinite(value) && (limit === null || value <= limit)
}

/** The figure as one line of JSON. */
export function toLine(figure: Figure): string {
  return JSON.stringify({ ...figure, ok: isWithin(figure) })
}
