import { deploymentNamed } from '@/lib/stage/deployments'
import type { SafeParts } from '@/lib/stage/new-safe'

/** The version that new Safes get. */
const NEW_SAFE_VERSION = '1.4.1'

/** Those of a chain, null where not all of them are published there. */
export function safePartsOf(chainId: number): SafeParts | null {
  const [factory, singleton, handler] = ['SafeProxyFactory', 'SafeL2', 'CompatibilityFallbackHandler'].map((name) =>
    deploymentNamed(chainId, name, NEW_SAFE_VERSION),
  )
  return factory && singleton && handler ? { factory, singleton, handler } : null
}
