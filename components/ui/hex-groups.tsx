import type { Hex } from 'viem'

/** Groups of four hex digits, the first with its 0x. Gaps are margins, so a selection copies without spaces. */
export function HexGroups({ hex, layout = 'line', size = 13 }: HexGroupsProps) {
  const groups = groupsOfFour(hex)
  const perHalf = layout === 'hash' ? 4 : 5
  const className = ['hex', layout === 'line' ? '' : layout, size === 12 ? 's12' : ''].filter(Boolean).join(' ')
  return (
    <code className={className}>
      {chunk(groups, perHalf).map((half, halfIndex) => (
        <span className="h" key={halfIndex}>
          {half.map((group, index) => (
            <span className="g" key={index}>
              {group}
            </span>
          ))}
        </span>
      ))}
    </code>
  )
}

/** `line` breaks only when it must, `two` is an address on two lines, `hash` breaks after every sixteen digits. */
export type HexGroupsProps = { hex: Hex; layout?: 'line' | 'two' | 'hash'; size?: 12 | 13 }

/** `0x` stays with the first group; an odd rest is the last, shorter group. */
export function groupsOfFour(hex: Hex): string[] {
  const groups = hex.slice(2).match(/.{1,4}/g) ?? ['']
  return groups.map((group, index) => (index === 0 ? `0x${group}` : group))
}

function chunk(groups: readonly string[], size: number): string[][] {
  const count = Math.ceil(groups.length / size)
  return Array.from({ length: count }, (_, index) => groups.slice(index * size, (index + 1) * size))
}
