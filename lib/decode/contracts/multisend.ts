import type { ContractDefinition, Unpack } from '@/lib/decode/contracts/types'
import { functions } from '@/lib/decode/contracts/functions'
import { bytesOf } from '@/lib/decode/contracts/unpack'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { parsePackedCalls } from '@/lib/decode/packed-calls'
import { findDeployment } from '@/lib/stage/deployments'
import { isAtLeast } from '@/lib/stage/versions'

const SIGNATURE = 'multiSend(bytes transactions)'
const NAMES: readonly string[] = ['MultiSend', 'MultiSendCallOnly']

/** From 1.5.0 on an entry to 0x0 calls the account that runs the batch. */
const unpack =
  (isZeroSelf: boolean): Unpack =>
  (args, { self, limit }) => {
    const { calls, isMalformed, isTooMany } = parsePackedCalls(bytesOf(args, 0), limit)
    return {
      ...(isTooMany && { isTooMany }),
      ...(isMalformed && { anomaly: 'multisend-malformed' as const }),
      calls: isZeroSelf
        ? calls.map((call) => (isSameAddress(call.to, ZERO_ADDRESS) ? { ...call, target: self } : call))
        : calls,
    }
  }

const BEFORE_150 = functions({ [SIGNATURE]: unpack(false) })
const SINCE_150 = functions({ [SIGNATURE]: unpack(true) })

/** MultiSend and MultiSendCallOnly, only where they are officially deployed: elsewhere the selector means nothing. */
export const multisend: ContractDefinition = {
  id: 'multisend',
  read: (target, { chainId }) => {
    const deployment = findDeployment(chainId, target)
    if (!deployment || !NAMES.includes(deployment.name)) return null
    return {
      name: `${deployment.name} ${deployment.version}`,
      provenance: 'verified',
      functions: isAtLeast(deployment.version, '1.5.0') ? SINCE_150 : BEFORE_150,
    }
  },
  anywhere: functions({ [SIGNATURE]: null }),
}
