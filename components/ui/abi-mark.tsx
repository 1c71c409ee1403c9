export type AbiSource = 'verified' | 'standard' | 'selector-only' | 'unknown'

const CLASS: Record<AbiSource, string> = {
  verified: 'verified',
  standard: 'standard',
  'selector-only': 'selector',
  unknown: 'unknown',
}

/** Where the names of a call come from: "verified at this address", "name by selector only: transfer(…)". */
export function AbiMark({ source, words }: { source: AbiSource; words: string }) {
  return (
    <span className={`abi ${CLASS[source]}`}>
      <i aria-hidden="true" />
      {words}
    </span>
  )
}
