import { ZERO_ADDRESS } from '@/lib/core/address'
import type { SafeRef, SafeTx, SafeVersion } from '@/lib/stage/types'
import { SAFE_VERSIONS } from '@/lib/stage/versions'
import {
  type Field,
  member,
  membersOf,
  optional,
  readAddress,
  readCount,
  readHash,
  readHex,
  readNumber,
  readOperation,
  readText,
  refuse,
} from '@/lib/verify/fields'
import { readContext, withoutAbsent } from '@/lib/verify/read-context'
import { readSignatureSources } from '@/lib/verify/read-signatures'
import type { CaseContext, TransactionCase } from '@/lib/verify/types'

/** Approvals of approvals of approvals: no treasury needs more, and a file is read in bounded time. */
const MAX_PARENTS = 8

/**
 * One transaction: the form of the corpus (`tx` holds the ten fields) or a multisig transaction of the Safe Transaction
 * Service with `chainId` and `version` beside it (SPEC §9). Keys that are not named there are left alone.
 * @throws AppError with one line that names item, field, value and what was expected
 */
export function readCase(field: Field): TransactionCase {
  const members = membersOf(field)
  const isService = !members.has('tx') && (members.has('to') || members.has('version'))
  return isService ? readServiceForm(field) : readCorpusForm(field, null, 0)
}

function readCorpusForm(field: Field, chainId: number | null, depth: number): TransactionCase {
  if (depth > MAX_PARENTS) return refuse(field, `at most ${MAX_PARENTS} parents inside one another`)
  const safe: SafeRef = {
    chainId: chainId ?? readCount(member(field, 'chainId'), 1),
    address: readAddress(member(field, 'safe')),
    version: readVersion(member(field, 'safeVersion')),
  }
  const context = member(field, 'context')
  const stored = optional(context, (found) => member(found, 'confirmations'))
  return {
    id: optional(member(field, 'id'), readId) ?? String(field.item),
    safe,
    tx: readFields(member(field, 'tx')),
    ...withoutAbsent({ safeTxHash: optional(member(field, 'safeTxHash'), readHash) }),
    signatures: readSignatureSources(
      member(field, 'signatures'),
      member(field, 'confirmations'),
      ...(stored === undefined ? [] : [stored]),
    ),
    context: readWholeContext(context, safe, depth),
  }
}

function readWholeContext(field: Field, safe: SafeRef, depth: number): CaseContext {
  const context = optional(field, (found) => readContext(found, safe))
  if (context === undefined) return {}
  const parent = optional(member(field, 'parent'), (found) => readCorpusForm(found, safe.chainId, depth + 1))
  return { ...context, ...withoutAbsent({ parent }) }
}

function readServiceForm(field: Field): TransactionCase {
  const safe: SafeRef = {
    chainId: readCount(member(field, 'chainId'), 1),
    address: readAddress(member(field, 'safe')),
    version: readVersion(member(field, 'version')),
  }
  const safeTxHash = optional(member(field, 'safeTxHash'), readHash)
  return {
    id: optional(member(field, 'id'), readId) ?? safeTxHash ?? String(field.item),
    safe,
    tx: readFields(field, true),
    ...withoutAbsent({ safeTxHash }),
    signatures: readSignatureSources(member(field, 'confirmations'), member(field, 'signatures')),
    context: readWholeContext(member(field, 'context'), safe, 0),
  }
}

/** @param isService whether absent data and refund addresses mean none, as in what the service answers */
function readFields(field: Field, isService = false): SafeTx {
  const address = (key: string) =>
    (isService ? optional(member(field, key), readAddress) : readAddress(member(field, key))) ?? ZERO_ADDRESS
  return {
    to: readAddress(member(field, 'to')),
    value: readNumber(member(field, 'value')),
    data: (isService ? optional(member(field, 'data'), readHex) : readHex(member(field, 'data'))) ?? '0x',
    operation: readOperation(member(field, 'operation')),
    safeTxGas: readNumber(member(field, 'safeTxGas')),
    baseGas: readNumber(member(field, 'baseGas')),
    gasPrice: readNumber(member(field, 'gasPrice')),
    gasToken: address('gasToken'),
    refundReceiver: address('refundReceiver'),
    nonce: readNumber(member(field, 'nonce')),
  }
}

/** The version with the "+L2" that services add, which the contract does not. */
function readVersion(field: Field): SafeVersion {
  const text = typeof field.value === 'string' ? field.value.replace(/\+L2$/, '') : ''
  return (
    SAFE_VERSIONS.find((version) => version === text) ?? refuse(field, `a Safe version: ${SAFE_VERSIONS.join(', ')}`)
  )
}

const MAX_ID = 200

function readId(field: Field): string {
  if (typeof field.value === 'number' && Number.isSafeInteger(field.value)) return String(field.value)
  const id = readText(field)
  return id.length <= MAX_ID ? id : refuse(field, `at most ${MAX_ID} characters`)
}
