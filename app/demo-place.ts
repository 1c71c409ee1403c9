import type { DemoPlace } from '@/components/wallet/demo-place'
import { local } from '@/lib/chains/local'
import { env } from '@/lib/env'

/** Where the demo kit finds the local chain; null in every other build. */
export function demoPlace(memberId: string | null): DemoPlace | null {
  if (process.env.COUNTERSIGN_DEMO !== '1') return null
  const [rpcUrl] = env().chainRpcUrls.get(local.id) ?? []
  return rpcUrl === undefined ? null : { rpcUrl, memberId }
}
