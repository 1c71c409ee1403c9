'use client'
const WIDTH = 400

export type GaugeProps = {
  name: string
  /** "45,214,077.35 of 60,000,000.00". */
  words: string
  /** Shares of the limit, 0 to 1. */
  executed: number
  reserved: number
}

/** A limit as a ruler: executed solid, reserved hatched, the pointer at their sum. */
export function Gauge({ name, words, executed, reserved }: GaugeProps) {
  const solid = clamp(executed)
  const sum = clamp(executed + reserved)
  return (
    <div className="gauge">
      <p>
        <span>{name}</span>
        <span>{words}</span>
      </p>
      <svg viewBox={`0 0 ${WIDTH} 18`} role="img" aria-label={`${name}: ${words}`}>
        <path d={`M0 9h${WIDTH}M.5 5v8M100 5v8M200 5v8M300 5v8M399.5 5v8`} className="g0" />
        <path d={`M0 9h${solid}`} className="g1" />
        <path d={`M${solid} 9h${sum - solid}`} className="g2" />
        <path d={`M${sum} 9l-4.5-8h9z`} className="g3" />
      </svg>
    </div>
  )
}

function clamp(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * WIDTH * 100) / 100
}
