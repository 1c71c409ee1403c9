import type { Address } from 'viem'
import { addressArgument, allCalls, argument, isAddressText, partsOf, readingsOf } from '@/lib/assess/calls'
import { oncePerCall } from '@/lib/assess/once-per-call'
import type { CallNode, DecodedArgument, Reading } from '@/lib/decode/types'

/**
 * A right to take assets later that the bytes give. `token`: an allowance kept by the token itself; `operator`: over all
 * that a collection holds; `permit2`: an allowance kept by Permit2; `limit`: a delegate or limit of an AllowanceModule.
 */
export type Grant = {
  readonly path: string
  readonly node: CallNode
  readonly kind: 'token' | 'operator' | 'permit2' | 'limit'
  /** The asset, or the module where a delegate is named without one. */
  readonly token: Address
  readonly spender: Address
  /** Null: everything, or whatever was allowed before. */
  readonly units: bigint | null
}

type Given = Pick<Grant, 'kind' | 'token' | 'spender' | 'units'>

/** Every grant in a call tree, also those that a bare selector would give at worst. */
export const grantsOf = oncePerCall((facts): readonly Grant[] =>
  allCalls(facts).flatMap(({ node }) =>
    node.operation === 1
      ? []
      : readingsOf(node).flatMap((it) => givenBy(it, node.target).map((given) => placed(given, node))),
  ),
)

const placed = (given: Given, node: CallNode): Grant => ({ path: node.path, node, ...given })

const DETAILS = '(address,uint160,uint48,uint48)'

function givenBy(reading: Reading, target: Address): readonly Given[] {
  const address = (at: number) => addressArgument(reading, at)
  const units = (at: number) => BigInt(argument(reading, at))
  switch (reading.signature) {
    case 'approve(address,uint256)':
    case 'increaseAllowance(address,uint256)':
    case 'increaseApproval(address,uint256)':
    case 'approveAndCall(address,uint256,bytes)':
      return [{ kind: 'token', token: target, spender: address(0), units: units(1) }]
    case 'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)':
      return [{ kind: 'token', token: target, spender: address(1), units: units(2) }]
    case 'authorizeOperator(address)':
      return [{ kind: 'operator', token: target, spender: address(0), units: null }]
    case 'setApprovalForAll(address,bool)':
      return [
        { kind: 'operator', token: target, spender: address(0), units: argument(reading, 1) === 'true' ? null : 0n },
      ]
    case 'approve(address,address,uint160,uint48)':
      return [{ kind: 'permit2', token: address(0), spender: address(1), units: units(2) }]
    case `permit(address,(${DETAILS},address,uint256),bytes)`:
    case `permit(address,(${DETAILS}[],address,uint256),bytes)`:
      return permits(reading.arguments[1])
    case `PERMIT2_PERMIT((${DETAILS},address,uint256),bytes)`:
    case `PERMIT2_PERMIT_BATCH((${DETAILS}[],address,uint256),bytes)`:
      return permits(reading.arguments[0])
    case 'setAllowance(address,address,uint96,uint16,uint32)':
      return [{ kind: 'limit', token: address(1), spender: address(0), units: units(2) }]
    case 'addDelegate(address)':
      return [{ kind: 'limit', token: target, spender: address(0), units: null }]
    default:
      return []
  }
}

/** The details of a signed permit, one or many, and after them the spender of them all. */
function permits(permit: DecodedArgument | undefined): readonly Given[] {
  const [details, spender] = partsOf(permit)
  const rows = details?.type.endsWith('[]') ? partsOf(details) : details ? [details] : []
  return rows.flatMap((row): Given[] => {
    const [token, amount] = partsOf(row)
    if (!isAddressText(token?.value) || !isAddressText(spender?.value) || typeof amount?.value !== 'string') return []
    return [{ kind: 'permit2', token: token.value, spender: spender.value, units: BigInt(amount.value) }]
  })
}
