import type { Hex } from 'viem'
import { decodeErrorResult, parseAbi, size, slice } from 'viem/utils'
import { displayText } from '@/lib/core/display-text'
import type { TraceFrame } from '@/lib/simulate/frames'

const STANDARD_ERRORS = parseAbi(['error Error(string)', 'error Panic(uint256)'])

/** docs/error_codes.md of the Safe contracts, the ones that `execTransaction` can meet. */
const SAFE_CODES: Readonly<Record<string, string>> = {
  GS001: 'the threshold is not set',
  GS010: 'not enough gas is left for the inner call',
  GS011: 'the gas refund in ether could not be paid',
  GS012: 'the gas refund in the token could not be paid',
  GS013: 'the inner call failed and nothing asks the Safe to go on',
  GS020: 'the signatures are too short',
  GS021: 'a contract signature points inside the static part',
  GS022: 'a contract signature points outside the bytes',
  GS023: 'a contract signature is cut off',
  GS024: 'a contract owner refuses the signature',
  GS025: 'an owner has not approved the hash',
  GS026: 'a signature is not by an owner, or not in ascending order',
  GS030: 'only an owner may approve a hash',
  GS031: 'only the Safe itself may call this',
  GS104: 'only an enabled module may call this',
}

/** Solidity's reasons for a Panic (docs.soliditylang.org, "Panic via assert"). */
const PANICS: Readonly<Record<string, string>> = {
  '1': 'assertion failed',
  '17': 'arithmetic over- or underflow',
  '18': 'division by zero',
  '33': 'value out of its enum',
  '49': 'pop of an empty array',
  '50': 'index out of bounds',
  '65': 'too much memory',
}

/**
 * Revert bytes as text that is safe to show: `Error(string)`, `Panic`, or the raw custom error; null for no bytes.
 * Codes of the Safe keep their name and get their meaning.
 */
export function revertText(output: Hex): string | null {
  if (size(output) < 4) return output === '0x' ? null : `revert bytes ${output}`
  try {
    const { errorName, args } = decodeErrorResult({ abi: STANDARD_ERRORS, data: output })
    if (errorName === 'Panic') return `Panic ${args[0]}: ${PANICS[args[0].toString()] ?? 'reason unknown'}`
    return withMeaning(displayText(args[0]))
  } catch {
    return displayText(`custom error ${slice(output, 0, 4)}, arguments ${size(output) > 4 ? slice(output, 4) : 'none'}`)
  }
}

/**
 * Why a call failed: what the innermost failing frame says, then what the Safe made of it. Null when nothing failed.
 * @param isFailed true when the Safe swallowed the failure and went on
 */
export function failureReason(root: TraceFrame, isFailed: boolean): string | null {
  if (root.error === null && !isFailed) return null
  const own = root.error === null ? null : (revertText(root.output) ?? displayText(root.error))
  const inner = deepestFailure(root)
  const innerText = inner === null ? null : (revertText(inner.output) ?? displayText(inner.error ?? 'no reason given'))
  if (innerText === null || innerText === own) return own
  return own === null ? innerText : `${innerText} — ${own}`
}

// The failure that made its callers fail is the last one of each level.
function deepestFailure(frame: TraceFrame): TraceFrame | null {
  const failed = frame.calls.findLast((call) => call.error !== null)
  if (failed) return deepestFailure(failed) ?? failed
  const passed = frame.error === null ? frame.calls.at(-1) : undefined
  return passed ? deepestFailure(passed) : null
}

const withMeaning = (text: string): string => {
  const meaning = SAFE_CODES[text]
  return meaning === undefined ? text : `${text}: ${meaning}`
}
