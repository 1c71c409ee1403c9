import type { Address } from 'viem'
import { allCalls, type PlacedCall, readingsOf } from '@/lib/assess/calls'
import type { Facts } from '@/lib/assess/types'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { CallNode, DecodedArgument } from '@/lib/decode/types'

/** Who gets what comes out of a call: of a swap, sweep, mint, deposit or withdrawal. How much only a simulation says. */
export type Beneficiary = { readonly path: string; readonly node: CallNode; readonly address: Address }

/** How ABIs name whoever gets the proceeds. Functions that only say who pays, or who may take later, use other names. */
const NAMES =
  /^_?(recipient|receiver|to|onBehalfOf|beneficiary|destination|account|withdrawAddress|dstReceiver|refundTo|(excessFee|callValue)RefundAddress)$/i
/** Their recipients are movements, grants or changes of control, which other rules judge. */
const OTHER_RULES =
  /^(transfer|transferFrom|safeTransferFrom|approve|permit|setApprovalForAll|grantRole|revokeRole|renounceRole|executeAllowanceTransfer|TRANSFER|PERMIT2_TRANSFER_FROM|PERMIT2_PERMIT|SWEEP)(_BATCH)?\(/

/** Every beneficiary in a call tree, also those that a bare selector would have at worst. Routers' own words for "me" are none. */
export function beneficiariesOf(facts: Pick<Facts, 'call'>): readonly Beneficiary[] {
  return allCalls(facts).flatMap(({ node }: PlacedCall) =>
    readingsOf(node).flatMap(({ signature, arguments: args }) =>
      node.operation === 1 || OTHER_RULES.test(signature) || node.children.some(isCarried)
        ? []
        : namedIn(args).map((address) => ({ path: node.path, node, address })),
    ),
  )
}

// A call that carries another one names its target, not who gets anything.
const isCarried = ({ data, value }: CallNode): boolean => data !== '0x' || value > 0n

function namedIn(args: readonly DecodedArgument[]): readonly Address[] {
  return args.flatMap(({ name, type, value }): readonly Address[] => {
    if (typeof value !== 'string') return type.endsWith('[]') && type.startsWith('address') ? [] : namedIn(value)
    return type === 'address' && NAMES.test(name) && !isRouterWord(value) ? [value as Address] : []
  })
}

/** 0x0 to 0x2 stand for the caller or the router itself. */
function isRouterWord(value: string): boolean {
  return value === ZERO_ADDRESS || BigInt(value) <= 2n
}
