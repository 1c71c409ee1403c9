import type { SafeVersion } from '@/lib/stage/types'

/** True when a Safe version is the given one or newer. Compared by numbers: "1.10.0" is newer than "1.9.0". */
export function isAtLeast(version: string, floor: SafeVersion): boolean {
  const [given, least] = [parts(version), parts(floor)]
  for (let at = 0; at < 3; at += 1) {
    const difference = (given[at] ?? 0) - (least[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

const parts = (version: string) => (version.split('+')[0] ?? '').split('.').map(Number)
