import type { Address } from 'viem'

export type Difference = {
  /** Per hex digit after 0x. Case carries no bytes, so it is not compared. */
  isSame: readonly boolean[]
  /** "27 of 40 characters differ. The first 4 and the last 6 are the same." */
  words: string
}

/** Where two addresses part. */
export function difference(first: Address, second: Address): Difference {
  const others = second.slice(2).toLowerCase()
  const isSame = [...first.slice(2).toLowerCase()].map((digit, index) => digit === others[index])
  const differing = isSame.filter((same) => !same).length
  if (differing === 0) return { isSame, words: 'All 40 characters are the same.' }
  const start = isSame.indexOf(false)
  const end = isSame.length - 1 - isSame.lastIndexOf(false)
  const count = `${differing} of 40 characters ${differing === 1 ? 'differs' : 'differ'}.`
  return { isSame, words: [count, sameEnds(start, end)].filter(Boolean).join(' ') }
}

function sameEnds(start: number, end: number): string {
  if (start > 0 && end > 0) return `The first ${start} and the last ${end} are the same.`
  if (start > 0) return `The first ${start} ${start === 1 ? 'is' : 'are'} the same.`
  if (end > 0) return `The last ${end} ${end === 1 ? 'is' : 'are'} the same.`
  return ''
}
