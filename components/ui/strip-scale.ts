/** Where amounts stand on a strip: 0 to 1, and whether the scale is logarithmic. */
export type StripScale = { readonly isLogarithmic: boolean; readonly placeOf: (amount: bigint) => number }

/** Amounts further apart than this are told apart by their order of size alone. */
const LINEAR_UP_TO = 20

/** A scale from nothing to the largest amount; logarithmic, from the smallest on, where a linear one would heap most of them. */
export function stripScale(amounts: readonly bigint[]): StripScale {
  // Places on a screen: sixteen digits are more than enough.
  const sizes = amounts.map(Number)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  if (least <= 0 || most <= least * LINEAR_UP_TO)
    return { isLogarithmic: false, placeOf: (amount) => (most > 0 ? Number(amount) / most : 0) }
  const [from, span] = [Math.log(least), Math.log(most) - Math.log(least)]
  return { isLogarithmic: true, placeOf: (amount) => (Math.log(Number(amount)) - from) / span }
}
