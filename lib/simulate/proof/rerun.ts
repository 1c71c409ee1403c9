import { type Common, createCustomCommon, Hardfork, Mainnet } from '@ethereumjs/common'
import { createEVM, type EVM, type EVMResult } from '@ethereumjs/evm'
import { bytesToHex, createAddressFromString, hexToBytes } from '@ethereumjs/util'
import type { Address, Hex } from 'viem'
import { size } from 'viem/utils'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { Chain } from '@/lib/chains/types'
import type { ExecutionCall } from '@/lib/simulate/execution-call'
import type { TraceFrame } from '@/lib/simulate/frames'
import { recordFrames } from '@/lib/simulate/proof/record-frames'
import { ProofFault } from '@/lib/simulate/proof/fault'
import type { Header } from '@/lib/simulate/proof/header'
import type { WitnessState } from '@/lib/simulate/proof/witness-state'

/** A run in this process: what it did, and reads before and after it. */
export type Rerun = Changes & {
  readonly root: TraceFrame
  readonly before: readonly (bigint | null)[]
  readonly after: readonly (bigint | null)[]
}

type Changes = {
  readonly native: ReturnType<WitnessState['nativeChanges']>
  readonly storage: ReturnType<WitnessState['storageChanges']>
  readonly code: ReturnType<WitnessState['codeChanges']>
}

export type Read = { readonly to: Address; readonly data: Hex }

/**
 * Runs a call on proven state, in the block itself and without fees, as `eth_call` would.
 * @param readsOf what to read before and after, given its frames
 * @throws ProofFault when it needs what nobody proved
 */
export async function rerun(
  place: { readonly state: WitnessState; readonly header: Header; readonly chain: Pick<Chain, 'id' | 'hardfork'> },
  call: ExecutionCall,
  readsOf: (root: TraceFrame) => readonly Read[],
): Promise<Rerun> {
  const { state, header, chain } = place
  const evm = await createEVM({
    common: commonOf(chain),
    stateManager: state,
    // Which block had which hash is not part of any state.
    blockchain: {
      getBlock: () => Promise.reject((state.missing ??= noBlockHash)),
      putBlock: () => Promise.reject(noBlockHash),
      shallowCopy: () => Promise.reject(noBlockHash) as never,
    },
  })
  const block = blockOf(header)
  const ask = async (what: Read & { from: Address }, isStatic: boolean): Promise<EVMResult> => {
    const caller = createAddressFromString(what.from.toLowerCase())
    const result = await evm
      .runCall({
        ...{ caller, origin: caller, block, isStatic, gasLimit: header.gasLimit },
        to: createAddressFromString(what.to.toLowerCase()),
        data: hexToBytes(what.data),
        skipNonceIncrement: isStatic,
      })
      .catch((error: unknown) => {
        throw state.missing ?? error
      })
    if (state.missing !== null) throw state.missing
    await forget(evm, state)
    return result
  }
  const changesOf = (): Changes => ({
    native: state.nativeChanges(),
    storage: state.storageChanges(call.to),
    code: state.codeChanges(),
  })
  const readAll = async (reads: readonly Read[]) => {
    const words: (bigint | null)[] = []
    for (const read of reads) words.push(wordOf(await ask({ ...read, from: ZERO_ADDRESS }, true)))
    return words
  }
  // What to read follows from the run, so what was there before is read once the run is undone.
  await state.checkpoint()
  const root = await recordFrames(evm, async () => {
    const result = await ask(call, false)
    // What a run makes and ends itself is gone with its end (EIP-6780), before anybody reads anything.
    const { selfdestruct, createdAddresses } = result.execResult
    for (const address of selfdestruct?.keys() ?? [])
      if (createdAddresses?.has(address)) await state.remove(createAddressFromString(address))
    return result
  })
  const reads = readsOf(root)
  const after = await readAll(reads)
  const changes = changesOf()
  await state.revert()
  await forget(evm, state)
  return { root, before: await readAll(reads), after, ...changes }
}

const noBlockHash = new ProofFault('missing', 'The run reads the hash of an earlier block, and nothing proves it.')

async function forget(evm: EVM, state: WitnessState): Promise<void> {
  await evm.journal.cleanup()
  evm.transientStorage.clear()
  state.originalStorageCache.clear()
}

function wordOf({ execResult }: EVMResult): bigint | null {
  if (execResult.exceptionError !== undefined) return null
  const output = bytesToHex(execResult.returnValue)
  return size(output) === 32 ? BigInt(output) : null
}

const commons = new Map<string, Common>()

function commonOf({ id, hardfork }: Pick<Chain, 'id' | 'hardfork'>): Common {
  const key = `${id} ${hardfork}`
  const known = commons.get(key) ?? createCustomCommon({ chainId: id }, Mainnet, { hardfork: Hardfork[hardfork] })
  commons.set(key, known)
  return known
}

function blockOf({ number, timestamp, author, prevRandao, gasLimit }: Header) {
  const coinbase = createAddressFromString(author.toLowerCase())
  return {
    header: {
      ...{ number, timestamp, coinbase, gasLimit, difficulty: 0n, prevRandao: hexToBytes(prevRandao) },
      // Nobody pays for a simulated call.
      ...{ baseFeePerGas: 0n, getBlobGasPrice: () => 1n, cliqueSigner: () => coinbase },
    },
  }
}
