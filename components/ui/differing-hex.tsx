import type { Address } from 'viem'
import { difference } from './difference'

const GROUP = 4
const HALF = 20

/** An address beside another: equal digits recede, different ones are bold and underlined. */
export function DifferingHex({ address, other, layout = 'two' }: DifferingHexProps) {
  const { isSame } = difference(address, other)
  const digits = address.slice(2)
  return (
    <code className={layout === 'two' ? 'hex two dif' : 'hex dif'}>
      {[0, HALF].map((half) => (
        <span className="h" key={half}>
          {groupStarts(half).map((start) => (
            <span className="g" key={start}>
              {start === 0 && <span className="same">0x</span>}
              {runs(digits, isSame, start).map((run) => (
                <span key={run.start} className={run.isSame ? 'same' : 'diff'}>
                  {run.text}
                </span>
              ))}
            </span>
          ))}
        </span>
      ))}
    </code>
  )
}

type DifferingHexProps = { address: Address; other: Address; layout?: 'two' | 'line' }
type Run = { start: number; text: string; isSame: boolean }

function groupStarts(half: number): number[] {
  return Array.from({ length: HALF / GROUP }, (_, index) => half + index * GROUP)
}

function runs(digits: string, isSame: readonly boolean[], start: number): Run[] {
  const found: Run[] = []
  for (let at = start; at < start + GROUP; at += 1) {
    const last = found.at(-1)
    const same = isSame[at] === true
    const digit = digits[at] ?? ''
    if (last?.isSame === same) last.text += digit
    else found.push({ start: at, text: digit, isSame: same })
  }
  return found
}
