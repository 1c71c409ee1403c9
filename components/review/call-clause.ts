import { isRejection } from '@/lib/assess/calls'
import type { Assessment } from '@/lib/assess/review'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { type CallNode, isRead } from '@/lib/decode/types'
import { type UnnumberedClause, words } from './clause-facts'

/** What kind of call runs: a payment or an official batch of payments as asked for, or something else. */
export function callClause(assessment: Assessment): UnnumberedClause {
  const { class: kind, intent, call } = assessment
  if (kind === 'cancel') return cancelClause(assessment)
  const legs = intent?.legs ?? []
  const [only] = legs
  const asked =
    kind === 'contract-call'
      ? statedCall(assessment)
      : kind !== 'transfer'
        ? 'A change of who owns it'
        : legs.length > 1
          ? `One batch of ${legs.length} payments`
          : only?.asset.address === 'native'
            ? 'One plain payment'
            : 'One token transfer'
  const isExpected = kind === 'transfer' ? isPaymentOf(call, legs.length) : call.operation === 0 && isRead(call)
  return {
    name: 'Kind of call',
    asked: words(asked),
    effect: words(kind === 'contract-call' ? `${callWords(call)}${valuesOf(call)}` : callWords(call), !isExpected),
    mark: isExpected ? 'same' : 'differs',
    path: call.path,
  }
}

/** The call that the request states, as its own bytes read: who is called, what, and with which values. */
function statedCall({ intent, call }: Assessment): string {
  const stated = intent?.call
  const isSame =
    stated !== undefined &&
    isSameAddress(stated.to, call.target) &&
    stated.data.toLowerCase() === call.data.toLowerCase()
  return isSame && isRead(call) ? `${callWords(call)}${valuesOf(call)}` : 'A call of a contract'
}

const MOST_SHOWN = 300

function valuesOf({ arguments: values }: CallNode): string {
  const shown = values.map(({ name, type, value }) =>
    typeof value === 'string'
      ? `${displayText(name || type, 40)} ${displayText(value, 100)}`
      : `${displayText(name || type, 40)} as in §3`,
  )
  const text = shown.join(', ')
  return text === '' ? '' : `: ${text.length > MOST_SHOWN ? 'with the values in §3' : text}`
}

function cancelClause({ call, staged }: Assessment): UnnumberedClause {
  const { nonce } = staged.tx
  const isEmpty = isRejection({ call, staged })
  return {
    name: 'Kind of call',
    asked: words(`The empty call that uses up nonce ${nonce}`),
    effect: isEmpty
      ? words('Empty call of the Safe to itself, operation 0, no value, no calldata')
      : words(callWords(call), true),
    mark: isEmpty ? 'same' : 'differs',
    path: call.path,
  }
}

function isPaymentOf(call: CallNode, legs: number): boolean {
  if (legs > 1) return call.operation === 1 && isOfficialBatch(call) && call.children.length === legs
  return call.operation === 0 && (call.provenance === 'plain' || isTransfer(call))
}

const isTransfer = (call: CallNode) => isRead(call) && call.signature === 'transfer(address,uint256)'
const isOfficialBatch = (call: CallNode) => call.provenance === 'verified' && /^MultiSend/.test(call.targetName)

function callWords(call: CallNode): string {
  const name = call.targetName === '' ? 'a contract without a name here' : call.targetName
  if (isOfficialBatch(call) && call.operation === 1)
    return `Batch of ${call.children.length} calls through ${name}, the official deployment, by delegatecall`
  if (call.operation === 1) return `Delegatecall to ${name}, operation 1: the Safe runs foreign code as its own`
  if (call.operation !== 0) return `Operation ${call.operation}, which no Safe knows`
  if (call.provenance === 'plain') return 'Plain payment, operation 0, no calldata'
  if (call.provenance === 'unknown') return `Calls ${name} with bytes that nothing here can read`
  if (call.provenance === 'too-deep') return `Calls ${name} with more calls inside than are opened here`
  if (call.provenance === 'selector-only') return `Calls ${name}; its function is known by selector only`
  return `Calls ${call.signature} of ${name}, operation 0`
}
