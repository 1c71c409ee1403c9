import type { Policy } from '@/lib/policy/types'

type Base = { readonly active: Policy; readonly version: number }
type Said = { readonly policy: Policy }

/**
 * Versions that were agreed to, or began to count, after somebody began to write theirs, the newest first.
 * @param base what counted then, and the number that theirs would get
 * @param active what counts now
 */
export const versionsSince = <Line extends Said>(
  base: Base,
  active: Policy,
  versions: readonly Line[],
): readonly Line[] =>
  versions
    .filter(
      ({ policy: { version } }) =>
        version >= base.version || (version === active.version && active.version !== base.active.version),
    )
    .sort((one, other) => other.policy.version - one.policy.version)

/** The typed policy with another number, and nothing else of it changed. */
export const withVersion = (text: string, version: number): string =>
  text.replace(/("version"\s*:\s*)\d+/, (_, name: string) => `${name}${version}`)
