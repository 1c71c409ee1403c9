import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'
import type { NestedCall, Unpack } from '@/lib/decode/contracts/types'
import { bytesOf, partsOf, textOf } from '@/lib/decode/contracts/unpack'

const OP = 'address sender, uint256 nonce, bytes initCode, bytes callData'
const OP_06 =
  'uint256 callGasLimit, uint256 verificationGasLimit, uint256 preVerificationGas, uint256 maxFeePerGas, uint256 maxPriorityFeePerGas, bytes paymasterAndData, bytes signature'
const OP_07 =
  'bytes32 accountGasLimits, uint256 preVerificationGas, bytes32 gasFees, bytes paymasterAndData, bytes signature'

/** Each operation may create its account by a factory, which leads the bytes, and then calls it. */
const operations: Unpack = (args) => ({
  calls: partsOf(args, 0).flatMap((row): NestedCall[] => {
    const fields = partsOf([row], 0)
    const [factory, data] = [bytesOf(fields, 2), bytesOf(fields, 3)]
    const call = { operation: 0, value: 0n }
    return [
      ...(factory.length >= 42 ? [{ ...call, to: factory.slice(0, 42), data: `0x${factory.slice(42)}` as const }] : []),
      { ...call, to: textOf(fields, 0), data },
    ]
  }),
})

/** ERC-4337, versions 0.6 and 0.7. */
export const entryPoint = pinned('entry-point', ['EntryPoint 0.6', 'EntryPoint 0.7'], {
  [`handleOps((${OP}, ${OP_06})[] ops, address beneficiary)`]: operations,
  [`handleOps((${OP}, ${OP_07})[] ops, address beneficiary)`]: operations,
  ...plain(
    'depositTo(address account) payable',
    'withdrawTo(address withdrawAddress, uint256 withdrawAmount)',
    'addStake(uint32 unstakeDelaySec) payable',
    'unlockStake()',
    'withdrawStake(address withdrawAddress)',
  ),
})
