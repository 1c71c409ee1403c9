import type { Address, Hex } from 'viem'
import { displayText } from '@/lib/core/display-text'
import { isSameAddress } from '@/lib/core/address'
import type { CallNode } from '@/lib/decode/types'
import type { Frame } from '@/lib/simulate/types'
import { findDeployment } from '@/lib/stage/deployments'
import type { Assessed } from './assessed'
import { callName } from './call-words'
import { grouped } from './effect-words'
import { knownName } from './known-name'
import { moneyWords } from './money-words'
import { assetOf } from './stray-clauses'

/** One frame of the run: who calls whom, with what, for how much gas. Plain values, so that a page can hand it on. */
export type RunNode = {
  readonly op: string
  readonly fn: string
  /** Names, or whole addresses where there is none. */
  readonly from: string
  readonly to: string
  readonly address: Address
  readonly value: string | null
  readonly gas: string | null
  /** Why it failed; null where it did not. */
  readonly failure: string | null
  /** It succeeds inside a call that fails, and counts for nothing. */
  readonly isUndone: boolean
  readonly children: readonly RunNode[]
}

const EXEC_TRANSACTION = '0x6a761202'
const GUARD_CALLS: Readonly<Record<string, string>> = {
  '0x75f0bb52': 'checkTransaction',
  '0x93271368': 'checkAfterExecution',
}
/** The first nine precompiled contracts (Yellow Paper, appendix E; EIP-196, 197, 152). */
const PRECOMPILED = 'ecrecover SHA-256 RIPEMD-160 identity modexp ecAdd ecMul ecPairing BLAKE2'.split(' ')

/** The call tree that really ran, as it is read; null where nothing ran. */
export function runTree(assessed: Assessed): RunNode | null {
  const { effects, call } = assessed.assessment
  if (effects.kind === 'unavailable') return null
  const read = new Map<Hex, string>()
  const keep = (node: CallNode): void => {
    if (node.data !== '0x') read.set(node.data.toLowerCase() as Hex, callName(node))
    node.children.forEach(keep)
  }
  keep(call)
  return nodeOf(effects.root, false, { assessed, read })
}

/** Every frame, the outer before the inner. */
export function* nodesOf(root: RunNode): Generator<RunNode> {
  yield root
  for (const child of root.children) yield* nodesOf(child)
}

type Context = { readonly assessed: Assessed; readonly read: ReadonlyMap<Hex, string> }

function nodeOf(frame: Frame, isUndone: boolean, context: Context): RunNode {
  const { kind, from, to, value, error, reason, gasUsed, calls } = frame
  const { assessed } = context
  const isFailed = error !== null
  return {
    op: displayText(kind, 20),
    fn: functionOf(frame, context),
    from: frameName(from, assessed),
    to: frameName(to, assessed),
    address: to,
    // What a delegatecall shows is its caller's value; nothing moves by it.
    value: value > 0n && kind !== 'DELEGATECALL' ? moneyWords(value, assetOf(assessed, 'native')) : null,
    gas: gasUsed === undefined ? null : `${grouped(gasUsed)} gas`,
    failure: isFailed ? displayText(reason ?? error, 300) : null,
    isUndone: isUndone && !isFailed,
    children: calls.map((call) => nodeOf(call, isUndone || isFailed, context)),
  }
}

/** By the calldata that the call tree reads above, or by what only these contracts are called with; else the selector. */
function functionOf({ kind, to, input }: Frame, { assessed, read }: Context): string {
  if (kind.startsWith('CREATE')) return 'makes a contract'
  if (input === '0x') return 'no calldata'
  const known = read.get(input.toLowerCase() as Hex)
  if (known !== undefined) return known
  const selector = input.slice(0, 10).toLowerCase()
  const { staged, safe } = assessed.assessment
  const isSafe = isSameAddress(to, staged.safe.address) || (safe !== null && isSameAddress(to, safe.singleton))
  if (selector === EXEC_TRANSACTION && isSafe) return 'execTransaction'
  const guard = safe !== null && isSameAddress(to, safe.guard) ? GUARD_CALLS[selector] : undefined
  return guard ?? selector
}

function frameName(address: Address, assessed: Assessed): string {
  const { name } = knownName(address, assessed)
  if (name !== undefined) return displayText(name, 120)
  const { staged, safe } = assessed.assessment
  const official = findDeployment(staged.safe.chainId, address)
  if (official !== null) return `${official.name} ${official.version}`
  const precompiled = BigInt(address) < 0x100n ? PRECOMPILED[Number(BigInt(address)) - 1] : undefined
  if (precompiled !== undefined) return `${precompiled}, built into the chain`
  return safe !== null && isSameAddress(address, safe.guard) ? 'the guard of the Safe' : address
}
