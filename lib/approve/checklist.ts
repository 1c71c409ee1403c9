import { hexToBytes, keccak256, stringToHex } from 'viem/utils'
import { matchIntent } from '@/lib/approve/intent-match'
import type { Acknowledgement } from '@/lib/approve/types'
import { beneficiariesOf, unreadBeneficiariesOf } from '@/lib/assess/beneficiaries'
import type { Assessment } from '@/lib/assess/review'
import type { Finding } from '@/lib/assess/types'
import { displayText, readableText } from '@/lib/core/display-text'
import { isSameAddress } from '@/lib/core/address'
import { canonicalize, type Json } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'
import { parseUnits } from '@/lib/core/money'
import type { Intent, Leg } from '@/lib/stage/types'

/** One line of the challenge and response. No line carries its own answer in the clear. */
export type ChecklistLine =
  /** Answered by looking: `response` is what the page shows; it can be given only while `isHolding`. */
  | {
      readonly kind: 'confirm'
      readonly id: string
      readonly challenge: string
      readonly response: string
      readonly isHolding: boolean
    }
  /** Answered by typing from one's own source, never from the page. `decimals` is null where hex is asked. */
  | {
      readonly kind: 'type'
      readonly id: string
      readonly challenge: string
      readonly answerDigest: Digest
      readonly decimals: number | null
    }
  /** A high finding, taken on by name: answered with a reason of one's own. */
  | {
      readonly kind: 'acknowledge'
      readonly id: string
      readonly challenge: string
      readonly code: string
      readonly path: string
    }

const MIN_REASON_LENGTH = 8
const MAX_REASON_LENGTH = 500
const GROUP = 4
/** Bytes of fewer groups have none between the first and the last two. */
const LEAST_GROUPS = 4
/** Of a call that pays a crowd as many are asked for as anybody types. */
const MOST_GAINERS = 5

/** Clauses of the page that compare what was asked with what will happen, and how many of them agree. */
export type ClauseCount = { readonly all: number; readonly equal: number }

type Reviewed = Pick<Assessment, 'staged' | 'intent' | 'effects' | 'safe' | 'findings' | 'class' | 'call'>

/**
 * The lines one member answers before signing one withdrawal (SPEC §5). Which leg and which groups of its recipient are
 * asked follows from a hash of member and safeTxHash: another question for each signer, the same at each visit, and
 * never the first or last group, which look-alike addresses copy.
 * @param clauses what a page counts above, so that one page names one number; without, the account changes are counted
 */
export function buildChecklist(
  memberId: string,
  reviewed: Reviewed,
  clauses: ClauseCount | null = null,
): readonly ChecklistLine[] {
  const legs = reviewed.intent?.legs ?? []
  const seed = hashOf({ memberId, safeTxHash: reviewed.staged.hashes.safeTx.toLowerCase() })
  return [
    ...effectLines(reviewed, clauses),
    ...findingLines(reviewed),
    ...recipientLines(legs, seed),
    ...partyLines(reviewed.intent, seed),
    ...gainerLines(reviewed, seed),
    ...amountLines(reviewed.intent),
  ]
}

/** Whether a finding is taken on by name: high ones, also where nobody could tell (`unknown` is never `pass`). */
export function asksForReason({ severity, outcome }: Pick<Finding, 'severity' | 'outcome'>): boolean {
  return severity === 'high' && outcome !== 'pass'
}

/** Whether an answer is right. Says no more than that, so that a wrong one never shows the right one. */
export function answerMatches(line: ChecklistLine, answer: string): boolean {
  if (line.kind === 'confirm') return line.isHolding
  if (line.kind === 'acknowledge') return readableText(answer).length >= MIN_REASON_LENGTH
  const plain = line.decimals === null ? hexAnswer(answer) : amountAnswer(answer, line.decimals)
  return plain !== null && digestOf(line.id, plain) === line.answerDigest
}

/** The acknowledgements that an approval binds, from the answers by line id; lines without a good answer are left out. */
export function acknowledgementsOf(
  lines: readonly ChecklistLine[],
  answers: Readonly<Record<string, string>>,
): readonly Acknowledgement[] {
  return lines.flatMap((line) => {
    const answer = answers[line.id] ?? ''
    if (line.kind !== 'acknowledge' || !answerMatches(line, answer)) return []
    return [{ code: line.code, path: line.path, reason: displayText(answer.trim(), MAX_REASON_LENGTH) }]
  })
}

function effectLines(reviewed: Reviewed, clauses: ClauseCount | null): ChecklistLine[] {
  const match = matchIntent(reviewed)
  const isMet = match !== null && match.met === match.asked
  // A call exists to do more than it announces, and its findings say what; everything else announces all it does.
  const isComplete = match !== null && (match.others === 0 || reviewed.class === 'contract-call')
  const others = match?.others ?? 0
  const count = clauses ?? { all: match?.asked ?? 0, equal: match?.met ?? 0 }
  return [
    {
      kind: 'confirm',
      id: 'effects',
      challenge: 'Effects equal intent',
      response: match === null ? 'Unknown' : match.asked === 0 ? 'No payment' : `${count.equal} of ${count.all}`,
      isHolding: isMet,
    },
    {
      kind: 'confirm',
      id: 'others',
      challenge: 'Anything else',
      response: match === null ? 'Unknown' : others === 0 ? 'Nothing' : others === 1 ? '1 change' : `${others} changes`,
      isHolding: isComplete,
    },
  ]
}

function findingLines({ findings }: Reviewed): ChecklistLine[] {
  const present = findings.filter(({ outcome }) => outcome !== 'pass')
  const high = present.filter(asksForReason)
  const places = new Map(high.map((finding) => [`${finding.code} ${finding.path}`, finding]))
  return [
    {
      kind: 'confirm',
      id: 'findings',
      challenge: 'Findings',
      response: present.length === 0 ? 'None' : `${present.length} read`,
      isHolding: true,
    },
    ...[...places.values()].map(({ code, path, sentence }): ChecklistLine => ({
      kind: 'acknowledge',
      id: `acknowledge ${code} ${path}`,
      challenge: sentence,
      code,
      path,
    })),
  ]
}

function recipientLines(legs: readonly Leg[], seed: Digest): ChecklistLine[] {
  const [legByte = 0, groupByte = 0] = hexToBytes(seed)
  const place = legByte % Math.max(1, legs.length)
  const leg = legs[place]
  if (leg === undefined) return []
  return [addressLine(`recipient ${place + 1}`, `Recipient of leg ${place + 1}`, leg.recipient, groupByte)]
}

/** Whom a change of the owners or a call is about: who comes in, else who goes, and the contract that is called. */
function partyLines(intent: Intent | null, seed: Digest): ChecklistLine[] {
  const [, groupByte = 0] = hexToBytes(seed)
  const { change, call } = intent ?? {}
  return [
    ...(change?.kind === 'add-owner' ? [addressLine('owner', 'New owner', change.owner, groupByte)] : []),
    ...(change?.kind === 'swap-owner' ? [addressLine('owner', 'New owner', change.newOwner, groupByte)] : []),
    ...(change?.kind === 'remove-owner' ? [addressLine('owner', 'Owner who goes', change.owner, groupByte)] : []),
    ...(call ? [addressLine('contract', 'Contract that is called', call.to, groupByte)] : []),
  ]
}

/** Whom a stated call names as who gains by it, besides the Safe and the contract itself: the bytes say it, no leg does. */
function gainerLines({ intent, staged, call: tree }: Reviewed, seed: Digest): ChecklistLine[] {
  const call = intent?.call
  if (call === undefined) return []
  const [, groupByte = 0, startByte = 0] = hexToBytes(seed)
  const asked = { call: tree }
  const known = beneficiariesOf(asked).flatMap(({ address }) =>
    [staged.safe.address, call.to].some((it) => isSameAddress(it, address)) ? [] : [address.toLowerCase()],
  )
  const unread = unreadBeneficiariesOf(asked).flatMap(({ value }) => (isLongHex(value) ? [value] : []))
  const gainers = [...new Set([...known, ...unread])]
  const start = startByte % Math.max(1, gainers.length)
  return [...gainers.slice(start), ...gainers.slice(0, start)].slice(0, MOST_GAINERS).map((value, at) => {
    const place = gainers.length > 1 ? ` ${at + 1}` : ''
    return addressLine(`gainer${place}`, `Who gains by the call${place}`, value, groupByte)
  })
}

const isLongHex = (text: string): boolean => /^0x[0-9a-fA-F]*$/.test(text) && text.length >= 2 + LEAST_GROUPS * GROUP

/** Two groups of four digits, never the first or last, which look-alikes copy. */
function addressLine(about: string, what: string, hex: string, byte: number): ChecklistLine {
  const groups = Math.floor((hex.length - 2) / GROUP)
  const group = 2 + (byte % (groups - 3))
  const id = `${about} groups ${group} ${group + 1}`
  const start = 2 + (group - 1) * GROUP
  return {
    kind: 'type',
    id,
    challenge: `${what}, groups ${group} and ${group + 1}`,
    answerDigest: digestOf(id, hex.slice(start, start + 2 * GROUP).toLowerCase()),
    decimals: null,
  }
}

/** Of payments the first amount; of a call everything that it takes along. */
function amountLines(intent: Intent | null): ChecklistLine[] {
  const [first] = intent?.legs ?? []
  return [
    ...(first ? [amountLine('amount 1', 'Amount of leg 1', first)] : []),
    ...(intent?.call?.gives ?? []).map((given, at) =>
      amountLine(
        `amount given ${at + 1}`,
        `Amount of ${displayText(given.asset.symbol, 24)} that the call takes`,
        given,
      ),
    ),
  ]
}

function amountLine(id: string, challenge: string, { asset, units }: Omit<Leg, 'recipient'>): ChecklistLine {
  const answerDigest = digestOf(id, units.toString())
  return { kind: 'type', id, challenge, answerDigest, decimals: asset.decimals }
}

const digestOf = (line: string, answer: string): Digest => hashOf({ v: 'countersign/answer/1', line, answer })

// Nothing of this is kept or compared elsewhere, so it takes the hash that every page has loaded for its addresses.
const hashOf = (value: Json): Digest => keccak256(stringToHex(canonicalize(value)))

function hexAnswer(text: string): string | null {
  const plain = text.replace(/\s/g, '').toLowerCase()
  return /^[0-9a-f]{8}$/.test(plain) ? plain : null
}

function amountAnswer(text: string, decimals: number): string | null {
  const parsed = parseUnits(text, decimals)
  return parsed.ok ? parsed.units.toString() : null
}
