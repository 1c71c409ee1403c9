'use client'
const [WIDTH, HEIGHT, HEAD] = [160, 24, 12]
const [THIN, THICK] = [1.5, 12]

/** An arrow as thick as its share, 0 to 1, of what moves. The words beside it say the same. */
export function FlowArrow({ share }: { share: number }) {
  const half = (THIN + Math.min(1, Math.max(0, share)) * (THICK - THIN)) / 2
  const [top, bottom, middle] = [round(HEIGHT / 2 - half), round(HEIGHT / 2 + half), HEIGHT / 2]
  const neck = WIDTH - HEAD
  const wing = Math.min(middle, half + 5)
  return (
    // Where it has less room its tail is cut off, and the head stays.
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMaxYMid slice" aria-hidden="true">
      <path
        d={`M0 ${top}H${neck}V${round(middle - wing)}L${WIDTH} ${middle}L${neck} ${round(middle + wing)}V${bottom}H0z`}
      />
    </svg>
  )
}

const round = (length: number): number => Math.round(length * 100) / 100
