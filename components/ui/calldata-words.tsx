import type { Hex } from 'viem'

const SELECTOR_DIGITS = 8
const WORD_DIGITS = 64

/** Calldata as selector and 32-byte words with their offsets; the zeros that lead a word recede. */
export function CalldataWords({ bytes }: { bytes: Hex }) {
  const words = toWords(bytes.slice(2))
  if (words.length === 0) return <p className="quiet">No calldata.</p>
  return (
    <dl className="words">
      {words.map(({ offset, zeros, rest }) => (
        <Word key={offset} offset={offset} zeros={zeros} rest={rest} />
      ))}
    </dl>
  )
}

type CalldataWord = { offset: number; zeros: string; rest: string }

function Word({ offset, zeros, rest }: CalldataWord) {
  return (
    <>
      <dt>{offset}</dt>
      <dd>
        {zeros !== '' && <span className="z">{zeros}</span>}
        {rest}
      </dd>
    </>
  )
}

function toWords(digits: string): CalldataWord[] {
  if (digits === '') return []
  const words = [{ offset: 0, zeros: '', rest: digits.slice(0, SELECTOR_DIGITS) }]
  for (let at = SELECTOR_DIGITS; at < digits.length; at += WORD_DIGITS) {
    const word = digits.slice(at, at + WORD_DIGITS)
    const zeros = /^(?:00)*/.exec(word)?.[0] ?? ''
    words.push({ offset: at / 2, zeros, rest: word.slice(zeros.length) })
  }
  return words
}
