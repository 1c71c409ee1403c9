import { keccak256, stringToHex } from 'viem/utils'
import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'
import type { NestedCall, Unpack } from '@/lib/decode/contracts/types'
import { one, partsOf, textOf, zip } from '@/lib/decode/contracts/unpack'

const CALLS = 'address[] targets, uint256[] values, bytes[] calldatas'

/** GovernorBravo gives the function of each call as text, and its arguments without a selector. */
const bySignature: Unpack = (args, inside) => {
  const found = zip(0, 1, 3)(args, inside)
  const signatures = partsOf(args, 2)
  const calls = found.calls.map((call, at) => withSelector(call, textOf(signatures, at)))
  return { ...found, calls }
}

function withSelector(call: NestedCall, signature: string): NestedCall {
  if (signature === '') return call
  // Shown text is not always the text in the bytes: only what passes unchanged is read.
  if (!/^[\w$(),[\]]+$/.test(signature)) return { ...call, by: null }
  return { ...call, data: `${keccak256(stringToHex(signature)).slice(0, 10)}${call.data.slice(2)}` as `0x${string}` }
}

/** The same of the timelock behind it, one call at a time. */
const oneBySignature: Unpack = (args, inside) => {
  const found = one(0, 1, 3)(args, inside)
  return { ...found, calls: found.calls.map((call) => withSelector(call, textOf(args, 2))) }
}

const LATER = 'address target, uint256 value, string signature, bytes data, uint256 eta'

/** The timelock of Compound, which many took over. */
export const compoundTimelock = pinned('compound-timelock', [], {
  [`queueTransaction(${LATER})`]: oneBySignature,
  [`executeTransaction(${LATER}) payable`]: oneBySignature,
  ...plain(`cancelTransaction(${LATER})`),
})

/** OpenZeppelin Governor and GovernorBravo. */
export const governor = pinned('governor', [], {
  [`propose(${CALLS}, string description)`]: zip(0, 1, 2),
  [`queue(${CALLS}, bytes32 descriptionHash)`]: zip(0, 1, 2),
  [`execute(${CALLS}, bytes32 descriptionHash) payable`]: zip(0, 1, 2),
  'propose(address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, string description)':
    bySignature,
  'relay(address target, uint256 value, bytes data) payable': one(0, 1, 2),
  ...plain(
    `cancel(${CALLS}, bytes32 descriptionHash)`,
    'queue(uint256 proposalId)',
    'execute(uint256 proposalId) payable',
    'castVote(uint256 proposalId, uint8 support)',
    'castVoteWithReason(uint256 proposalId, uint8 support, string reason)',
    'delegate(address delegatee)',
  ),
})
