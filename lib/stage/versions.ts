import type { SafeVersion } from '@/lib/stage/types'

/** Every version that a Safe may answer, oldest first. */
export const SAFE_VERSIONS: readonly SafeVersion[] = [
  '0.1.0',
  '1.0.0',
  '1.1.0',
  '1.1.1',
  '1.2.0',
  '1.3.0',
  '1.4.0',
  '1.4.1',
  '1.5.0',
]

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
