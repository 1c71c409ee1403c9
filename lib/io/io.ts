import 'server-only'
import { type Abis, type AbiSettings, createAbis } from '@/lib/io/abis'
import { createChainReader, type ChainReader } from '@/lib/io/chain-reader'
import { NO_OUTBOX, type Outbox } from '@/lib/io/outbox'
import { type Clock, systemClock } from '@/lib/io/clock'
import { createFetchList, type ListSource } from '@/lib/io/fetch-list'
import { type Random, systemRandom } from '@/lib/io/random'
import { createRpc } from '@/lib/io/rpc'
import { safeKit, type SafeKit } from '@/lib/io/safe-kit'
import { createSignatureVault, type SignatureVault } from '@/lib/io/signature-vault'
import { createSimulator, type Simulator } from '@/lib/io/simulator'

/** The whole outside world, as flows get it. */
export type Io = {
  readonly chain: ChainReader
  readonly simulator: Simulator
  readonly safeKit: SafeKit
  readonly vault: SignatureVault
  readonly abis: Abis
  readonly outbox: Outbox
  readonly lists: ListSource
  readonly clock: Clock
  readonly random: Random
}

export type IoSettings = {
  /** Chain id → RPC URLs, the preferred first. */
  readonly rpcUrls: ReadonlyMap<number, readonly string[]>
  /** 32 bytes; null in a process that never stores or hands over signatures. */
  readonly signatureKey: Uint8Array | null
  /** Left out, no ABI is fetched. */
  readonly abis?: AbiSettings
  /** Beginnings of URLs that lists may be fetched from though they are not public. */
  readonly listEndpoints?: readonly string[]
  /** Left out, nothing leaves the desk. */
  readonly outbox?: Outbox
  /** Where another time than the machine's counts. */
  readonly clock?: Clock
}

const NO_ABIS: AbiSettings = { folder: null, sourcifyUrl: null }

/** Opens no connection by itself; each is made when it is used. */
export function createIo({
  rpcUrls,
  signatureKey,
  abis = NO_ABIS,
  listEndpoints = [],
  outbox = NO_OUTBOX,
  clock = systemClock,
}: IoSettings): Io {
  const rpc = createRpc(rpcUrls, clock)
  return {
    chain: createChainReader(rpc, clock),
    simulator: createSimulator(rpc),
    safeKit,
    abis: createAbis(abis, rpc, clock),
    vault: createSignatureVault(signatureKey),
    outbox,
    lists: createFetchList(listEndpoints),
    clock,
    random: systemRandom,
  }
}
