import { knownFunction } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'
import { PERMIT_DETAILS } from '@/lib/decode/contracts/permit2'
import type { KnownFunction, Unpack } from '@/lib/decode/contracts/types'
import { bytesOf, partsOf } from '@/lib/decode/contracts/unpack'

const SWAP = 'bool payerIsUser'

/** What each command takes (Commands.sol). The same in every version; numbers that changed their meaning are left out. */
const COMMANDS: Readonly<Record<number, string>> = {
  0x00: `V3_SWAP_EXACT_IN(address recipient, uint256 amountIn, uint256 amountOutMin, bytes path, ${SWAP})`,
  0x01: `V3_SWAP_EXACT_OUT(address recipient, uint256 amountOut, uint256 amountInMax, bytes path, ${SWAP})`,
  0x02: 'PERMIT2_TRANSFER_FROM(address token, address recipient, uint160 amount)',
  0x03: `PERMIT2_PERMIT_BATCH(((${PERMIT_DETAILS})[] details, address spender, uint256 sigDeadline) permitBatch, bytes signature)`,
  0x04: 'SWEEP(address token, address recipient, uint256 amountMin)',
  0x05: 'TRANSFER(address token, address recipient, uint256 value)',
  0x06: 'PAY_PORTION(address token, address recipient, uint256 bips)',
  0x08: `V2_SWAP_EXACT_IN(address recipient, uint256 amountIn, uint256 amountOutMin, address[] path, ${SWAP})`,
  0x09: `V2_SWAP_EXACT_OUT(address recipient, uint256 amountOut, uint256 amountInMax, address[] path, ${SWAP})`,
  0x0a: `PERMIT2_PERMIT(((${PERMIT_DETAILS}) details, address spender, uint256 sigDeadline) permitSingle, bytes signature)`,
  0x0b: 'WRAP_ETH(address recipient, uint256 amount)',
  0x0c: 'UNWRAP_WETH(address recipient, uint256 amountMin)',
  0x0d: 'PERMIT2_TRANSFER_FROM_BATCH((address from, address to, uint160 amount, address token)[] batchDetails)',
  0x0e: 'BALANCE_CHECK_ERC20(address owner, address token, uint256 minBalance)',
  0x21: 'EXECUTE_SUB_PLAN(bytes commands, bytes[] inputs)',
}
/** The other two bits of a command say whether it may fail. */
const COMMAND_MASK = 0x3f

const steps: Unpack = (args, { self, caller }) => {
  const commands = bytesOf(args, 0).slice(2)
  const inputs = partsOf(args, 1)
  const calls = inputs.map((input, at) => {
    const command = parseInt(commands.slice(at * 2, at * 2 + 2), 16) & COMMAND_MASK
    return { operation: 0, to: self, value: 0n, data: bytesOf([input], 0), actor: caller, by: commandOf(command) }
  })
  return commands.length === inputs.length * 2 ? { calls } : { calls, anomaly: 'noncanonical' }
}

const parsed = new Map<number, KnownFunction>()

function commandOf(command: number): KnownFunction | null {
  const signature = COMMANDS[command]
  if (signature === undefined) return null
  const known = parsed.get(command) ?? knownFunction(signature, command === 0x21 ? steps : null)
  parsed.set(command, known)
  return known
}

/** Uniswap Universal Router: a program of commands, each with its own bytes. */
export const universalRouter = pinned('universal-router', ['Universal Router'], {
  'execute(bytes commands, bytes[] inputs) payable': steps,
  'execute(bytes commands, bytes[] inputs, uint256 deadline) payable': steps,
})
