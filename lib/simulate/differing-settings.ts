import { isSameAddress } from '@/lib/core/address'
import type { SafeState } from '@/lib/simulate/types'

/** Names of the settings in which two readings of one Safe differ; the order of owners and modules is part of them. */
export function differingSettings(a: SafeState, b: SafeState): string[] {
  const isSame: Readonly<Record<keyof SafeState, boolean>> = {
    codeFault: a.codeFault === b.codeFault,
    version: a.version === b.version,
    singleton: isSameAddress(a.singleton, b.singleton),
    owners: isSameList(a.owners, b.owners),
    threshold: a.threshold === b.threshold,
    nonce: a.nonce === b.nonce,
    modules: isSameList(a.modules, b.modules),
    guard: isSameAddress(a.guard, b.guard),
    moduleGuard: isSameAddress(a.moduleGuard, b.moduleGuard),
    fallbackHandler: isSameAddress(a.fallbackHandler, b.fallbackHandler),
  }
  return Object.entries(isSame).flatMap(([name, same]) => (same ? [] : [WORDS[name] ?? name]))
}

const WORDS: Readonly<Record<string, string>> = {
  codeFault: 'code',
  moduleGuard: 'module guard',
  fallbackHandler: 'fallback handler',
}

const isSameList = (a: SafeState['owners'], b: SafeState['owners']): boolean =>
  a.length === b.length && a.every((one, place) => isSameAddress(one, b[place] ?? '0x'))
