import type { Address, Hash } from 'viem'
import { getAddress, numberToHex } from 'viem/utils'
import type { Chain } from '@/lib/chains/types'
import { composeEffects, type Measured, statusOf } from '@/lib/simulate/effects'
import { executionCall } from '@/lib/simulate/execution-call'
import type { TraceFrame } from '@/lib/simulate/frames'
import { ProofFault } from '@/lib/simulate/proof/fault'
import { readHeader } from '@/lib/simulate/proof/header'
import { type ProvenAccount, provenState } from '@/lib/simulate/proof/proven-state'
import { rerun } from '@/lib/simulate/proof/rerun'
import type { Witness } from '@/lib/simulate/proof/types'
import { WitnessState } from '@/lib/simulate/proof/witness-state'
import { failureReason } from '@/lib/simulate/revert-reason'
import { calledAddresses, IMPLEMENTATION_SLOT, touchedContracts } from '@/lib/simulate/touched'
import type { Effects, SafeState } from '@/lib/simulate/types'
import { MAX_READS, slotCandidates, type TokenRead, tokenReads } from '@/lib/simulate/watch'
import type { Asset, StagedTx } from '@/lib/stage/types'

/** Effects that this process measured itself. */
export type Proven = Extract<Effects, { kind: 'simulated' }>

export type ProofSubject = {
  readonly chain: Pick<Chain, 'id' | 'hardfork'>
  readonly staged: StagedTx
  /** Who is pretended to have approved; the run fails where the Safe has other owners. */
  readonly state: Pick<SafeState, 'owners' | 'threshold'>
  /** Registered assets; balances of the Safe in each are measured. */
  readonly assets: readonly Asset[]
  /** Whose state is proven. Nothing here says that the chain has this block. */
  readonly blockHash: Hash
}

const NAME = 'own run on proven state'
const ZERO_SLOT: Hash = numberToHex(0, { size: 32 })

/**
 * Runs the transaction again from proven state (SPEC §4): header, account and storage proofs, code hashes, own EVM.
 * @throws ProofFault for a witness that is not of that block or lacks something, RangeError for a Safe without owners
 */
export async function proveEffects(subject: ProofSubject, witness: Witness): Promise<Proven> {
  const { chain, staged, state: settings, assets, blockHash } = subject
  const header = readHeader(witness.header, blockHash)
  const proven = provenState(header, witness)
  const safe = getAddress(staged.safe.address)
  const tokens = assets.flatMap(({ address, chainId }) =>
    address === 'native' || chainId !== staged.safe.chainId ? [] : [getAddress(address)],
  )
  const call = executionCall(staged, settings)
  const state = new WitnessState(proven)
  await state.load(call.stateOverrides)
  let reads: readonly TokenRead[] = []
  const { root, before, after, native, storage, code } = await rerun({ state, header, chain }, call, (frames) => {
    reads = tokenReads([frames], safe, tokens)
    if (reads.length > MAX_READS) throw new RangeError(`It touches more than ${MAX_READS} balances.`)
    return reads.map(({ token, data }) => ({ to: token, data }))
  })
  const measured: Measured = {
    name: NAME,
    status: statusOf(root.error !== null, root.output),
    native,
    readings: reads.map((read, place) => ({ read, before: before[place] ?? null, after: after[place] ?? null })),
    safeStorage: storage,
    code,
  }
  const effects = composeEffects({
    head: { ...header, author: header.author },
    safe,
    root,
    revertReason: failureReason(root, measured.status === 'inner-failure'),
    measured: [measured],
    candidates: slotCandidates([root], settings.owners),
    touched: touchedContracts(factsOf(proven, root), [root]),
    inTurn: null,
  })
  if (effects.kind !== 'simulated') throw new Error('what ran is known')
  return effects
}

function factsOf(proven: ReadonlyMap<Address, ProvenAccount>, root: TraceFrame) {
  return calledAddresses([root]).flatMap((address) => {
    const account = proven.get(address)
    // What the run itself made was nowhere in that block.
    if (account === undefined || !account.exists) return []
    const wordAt = (slot: Hash) => {
      const word = account.storage.get(slot)
      if (word !== undefined) return word
      const what = `The run calls ${address}, and nothing proves where it passes its calls.`
      throw new ProofFault('missing', what, { address: address.toLowerCase(), slot })
    }
    if (account.code === '0x') return []
    return [
      {
        address,
        code: account.code,
        codeHash: account.codeHash,
        slot0: wordAt(ZERO_SLOT),
        eip1967: wordAt(IMPLEMENTATION_SLOT),
      },
    ]
  })
}
