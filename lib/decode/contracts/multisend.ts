import type { Address } from 'viem'
import type { ContractDefinition, NestedCalls } from '@/lib/decode/contracts/types'
import { functions } from '@/lib/decode/contracts/functions'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { parsePackedCalls } from '@/lib/decode/packed-calls'
import type { DecodedArgument } from '@/lib/decode/types'
import { findDeployment } from '@/lib/stage/deployments'
import { isAtLeast } from '@/lib/stage/versions'

const ABI = functions('multiSend(bytes transactions)')
const NAMES: readonly string[] = ['MultiSend', 'MultiSendCallOnly']

/** MultiSend and MultiSendCallOnly, only where they are officially deployed: elsewhere the selector means nothing. */
export const multisend: ContractDefinition = {
  id: 'multisend',
  read: (target, { chainId }) => {
    const deployment = findDeployment(chainId, target)
    if (!deployment || !NAMES.includes(deployment.name)) return null
    const isZeroSelf = isAtLeast(deployment.version, '1.5.0')
    return {
      name: `${deployment.name} ${deployment.version}`,
      provenance: 'verified',
      abi: ABI,
      unpack: (_signature, args, actor) => unpack(args, isZeroSelf ? actor : null),
    }
  },
}

/** `zeroMeans`: from 1.5.0 on an entry to 0x0 calls the account that runs the batch. */
function unpack([transactions]: readonly DecodedArgument[], zeroMeans: Address | null): NestedCalls {
  const packed = transactions?.value
  if (typeof packed !== 'string') throw new Error('multiSend has one bytes argument')
  const { calls, isMalformed } = parsePackedCalls(packed)
  return {
    isMalformed,
    calls: calls.map((call) => ({
      ...call,
      target: zeroMeans !== null && isSameAddress(call.to, ZERO_ADDRESS) ? zeroMeans : call.to,
    })),
  }
}
