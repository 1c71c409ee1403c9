import type { Address } from 'viem'
import { allCalls, type PlacedCall, readingsOf } from '@/lib/assess/calls'
import { accountsIn, type NamedAccount, type UnreadName } from '@/lib/assess/named-accounts'
import { oncePerCall } from '@/lib/assess/once-per-call'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { CallNode, DecodedArgument, Reading } from '@/lib/decode/types'

/** Who gets what comes out of a call: of a swap, sweep, mint, deposit or withdrawal. How much only a simulation says. */
export type Beneficiary = { readonly path: string; readonly node: CallNode; readonly address: Address }

/** How ABIs name whoever gets the proceeds. Functions that only say who pays, or who may take later, use other names. */
const NAMES =
  /^_?(recipient|receiver|to|onBehalfOf|beneficiary|destination|account|withdrawAddress|dstReceiver|refundTo|(excessFee|callValue)RefundAddress)$/i
/** Their recipients are movements, grants or changes of control, which other rules judge. */
const OTHER_RULES =
  /^(transfer|transferFrom|safeTransferFrom|approve|permit|setApprovalForAll|grantRole|revokeRole|renounceRole|executeAllowanceTransfer|TRANSFER|PERMIT2_TRANSFER_FROM|PERMIT2_PERMIT|SWEEP)(_BATCH)?\(/

/** Every beneficiary in a call tree, also those that a bare selector would have at worst. A router's word for its caller is none. */
export const beneficiariesOf = oncePerCall((facts): readonly Beneficiary[] => {
  const calls = allCalls(facts)
  const paid = lastPayments(calls)
  return calls.flatMap(({ node }, at) =>
    readingsOf(node).flatMap((reading) => {
      // What a company registered is known by name alone: whoever it names may be who gets it.
      if (node.provenance === 'registered' && node.operation !== 1)
        return [...addressesIn(reading.arguments), ...addressesOf(accountsIn(reading.arguments, true))]
          .filter((address) => !isNobody(reading, address))
          .map((address) => ({ path: node.path, node, address }))
      if (node.operation === 1 || OTHER_RULES.test(reading.signature) || node.children.some(isCarried)) return []
      return [...namedIn(reading.arguments), ...addressesOf(accountsIn(reading.arguments, false))].flatMap((named) => {
        const word = wordOf(reading, named)
        const isFetched = word === 'router' && (paid.get(node.target) ?? -1) > at
        if (isNobody(reading, named) || word === 'caller' || isFetched) return []
        // What nobody fetches in the same transaction is whoever's comes first.
        return [{ path: node.path, node, address: word === 'router' ? node.target : named }]
      })
    }),
  )
})

/** Somebody whom a call names as who gets what comes out of it, by what is no address: nothing here can tell who it is. */
export type UnreadBeneficiary = UnreadName & { readonly path: string; readonly node: CallNode }

/** Every such name in a call tree: an account on another kind of chain, or bytes in a function without names. */
export const unreadBeneficiariesOf = oncePerCall((facts): readonly UnreadBeneficiary[] =>
  allCalls(facts).flatMap(({ node }) => {
    const isOpened = node.children.some(isCarried)
    const isRegistered = node.provenance === 'registered'
    if (node.operation === 1 || (isOpened && !isRegistered)) return []
    return readingsOf(node).flatMap((reading) => {
      if (!isRegistered && OTHER_RULES.test(reading.signature)) return []
      // Bytes without a name that are opened as calls are read for what they are.
      const named = accountsIn(reading.arguments, isRegistered && !isOpened)
      return named.flatMap((one) => (one.address === null ? [{ path: node.path, node, ...one.as }] : []))
    })
  }),
)

const addressesOf = (named: readonly NamedAccount[]): readonly Address[] =>
  named.flatMap(({ address }) => (address === null ? [] : [address]))

/** Some functions take the zero address for "none"; one that pays burns what it pays there. */
const BURNS = /^(supply|withdraw|withdrawTo|withdrawEth|borrow|repay|mint|deposit|depositTo|unwrapWETH9|sweepToken)\(/

function isNobody({ signature }: Reading, address: Address): boolean {
  return isSameAddress(address, ZERO_ADDRESS) && !BURNS.test(signature) && !WORDS.some(([it]) => it.test(signature))
}

type Word = 'caller' | 'router'

/** The routers that mean somebody by a number, and who. Everywhere else 0x1 is an address like any other. */
const WORDS: readonly (readonly [functions: RegExp, words: Readonly<Record<string, Word>>])[] = [
  [/^(V[23]_SWAP_EXACT_(IN|OUT)|PAY_PORTION|WRAP_ETH|UNWRAP_WETH)\(/, { 1: 'caller', 2: 'router' }],
  [/^(exact(In|Out)put(Single)?\(.*uint256,uint256,uint256|collect\()/, { 0: 'router' }],
  [
    /^(exact(In|Out)put(Single)?\(|swapExactTokensForTokens\(uint256,uint256,address\[\],address\)$)/,
    { 1: 'caller', 2: 'router' },
  ],
]

function wordOf({ signature }: Reading, address: Address): Word | null {
  const [, words] = WORDS.find(([functions]) => functions.test(signature)) ?? []
  return words?.[BigInt(address).toString()] ?? null
}

const PAYS =
  /^(SWEEP|TRANSFER|PAY_PORTION|UNWRAP_WETH|V[23]_SWAP_EXACT_(IN|OUT)|unwrapWETH9|sweepToken|exact|swapExact)/

/** The router's own "to my caller". */
const PAYS_CALLER = /^(unwrapWETH9\(uint256|sweepToken\(address,uint256)\)$/

/** The last call that has each router hand on what it holds, by its place. To whom is judged there. */
function lastPayments(calls: readonly PlacedCall[]): ReadonlyMap<Address, number> {
  const isPayment = (reading: Reading) =>
    PAYS_CALLER.test(reading.signature) ||
    (PAYS.test(reading.signature) && namedIn(reading.arguments).some((it) => wordOf(reading, it) !== 'router'))
  return new Map(
    calls.flatMap(({ node }, at) => (readingsOf(node).some(isPayment) ? [[node.target, at] as const] : [])),
  )
}

// A call that carries another one names its target, not who gets anything.
const isCarried = ({ data, value }: CallNode): boolean => data !== '0x' || value > 0n

/** Every address among arguments, at any depth. */
function addressesIn(args: readonly DecodedArgument[]): readonly Address[] {
  return args.flatMap(({ type, value }): readonly Address[] => {
    if (typeof value !== 'string') return addressesIn(value)
    return type === 'address' ? [value as Address] : []
  })
}

function namedIn(args: readonly DecodedArgument[]): readonly Address[] {
  return args.flatMap(({ name, type, value }): readonly Address[] => {
    if (typeof value !== 'string') return type.endsWith('[]') && type.startsWith('address') ? [] : namedIn(value)
    return type === 'address' && NAMES.test(name) ? [value as Address] : []
  })
}
