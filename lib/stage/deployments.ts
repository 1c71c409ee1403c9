import type { Address, Hash } from 'viem'
import { CONTRACTS, REACH } from '@/lib/stage/deployments-table'

export type DeploymentVariant = 'canonical' | 'eip155' | 'zksync'

/** An official Safe contract at a pinned address, with the code hash that must be found there. */
export type Deployment = {
  readonly address: Address
  /** Contract name as published, e.g. "MultiSendCallOnly". */
  readonly name: string
  readonly version: string
  readonly variant: DeploymentVariant
  readonly codeHash: Hash
}

/**
 * The official contract at this address of this chain, or null. Address and chain both count: the same address on a
 * chain where it is not published is nobody's deployment.
 */
export function findDeployment(chainId: number, address: string): Deployment | null {
  return deploymentsByAddress(chainId).get(address.toLowerCase()) ?? null
}

/** Every official contract of a chain, the variant that the chain prefers first; empty for a chain without any. */
export function deploymentsOf(chainId: number): readonly Deployment[] {
  return [...deploymentsByAddress(chainId).values()]
}

/** Every official contract, wherever it is published. */
export function allDeployments(): readonly Deployment[] {
  return ROWS.map(({ deployment }) => deployment)
}

/** The preferred deployment of one contract, or null where it was never published for that chain. */
export function deploymentNamed(chainId: number, name: string, version: string): Deployment | null {
  return deploymentsOf(chainId).find((it) => it.name === name && it.version === version) ?? null
}

const VARIANTS: readonly (readonly [letter: string, variant: DeploymentVariant])[] = [
  ['c', 'canonical'],
  ['e', 'eip155'],
  ['z', 'zksync'],
]

type SetRow = { readonly set: string; readonly deployment: Deployment }

const ROWS: readonly SetRow[] = CONTRACTS.map((line) => {
  const [set, version, name, variant, address, codeHash] = line.split(' ')
  const found = VARIANTS.find(([, it]) => it === variant)?.[1]
  if (!set || !version || !name || !found || !isHex(address) || !isHex(codeHash)) throw new Error(`bad row: ${line}`)
  return { set, deployment: { address, name, version, variant: found, codeHash } }
})

const REACH_BY_CHAIN: ReadonlyMap<number, string> = new Map(
  REACH.flatMap(([reach, steps]) => {
    let id = 0
    return steps.split(' ').map((step): [number, string] => [(id += parseInt(step, 36)), reach])
  }),
)

const known = new Map<number, ReadonlyMap<string, Deployment>>()

function deploymentsByAddress(chainId: number): ReadonlyMap<string, Deployment> {
  const cached = known.get(chainId)
  if (cached) return cached
  const found = new Map<string, Deployment>()
  for (const part of (REACH_BY_CHAIN.get(chainId) ?? '').split(' ').filter((it) => it !== '')) {
    const [, set, letters] = /^(\d+)([cez]+)$/.exec(part) ?? []
    for (const letter of letters ?? '') {
      const variant = VARIANTS.find(([it]) => it === letter)?.[1]
      for (const row of ROWS)
        if (row.set === set && row.deployment.variant === variant)
          found.set(row.deployment.address.toLowerCase(), row.deployment)
    }
  }
  known.set(chainId, found)
  return found
}

function isHex(text: string | undefined): text is `0x${string}` {
  return text?.startsWith('0x') === true
}
