import type { StepUpAction, StepUpPreimage } from '@/lib/approve/types'
import { encodeBase64url } from '@/lib/approve/base64url'
import { hexBytes } from '@/lib/approve/hex-bytes'
import { canonicalize } from '@/lib/core/canonical'
import { type Digest, sha256Hex } from '@/lib/core/digest'

/** The challenge an authenticator answers: 32 bytes, as hex and as WebAuthn's base64url. */
export type BoundChallenge = { readonly digest: Digest; readonly challenge: string }

/** How long a challenge lives from issue (SPEC §5). */
export const CHALLENGE_SECONDS = 120

const ACTIONS: readonly StepUpAction[] = [
  'stage',
  'approve',
  'execute',
  'export',
  'enrol-passkey',
  'unfreeze',
  'release',
  'issue-enrolment-code',
  'retire-passkey',
  'propose-change',
  'agree-to-change',
  'import-list',
  'change-list',
  'notify-at',
]

/**
 * The preimage of a bound challenge, with exactly the members that SPEC §5 names; anything else given is left out.
 * @throws RangeError when a field cannot be one (the caller builds them, so that is a broken assumption)
 */
export function buildPreimage(fields: Omit<StepUpPreimage, 'v'>): StepUpPreimage {
  const preimage: StepUpPreimage = {
    v: 'countersign/step-up/1',
    installation: fields.installation,
    member: fields.member,
    session: fields.session,
    action: fields.action,
    subject: fields.subject,
    policyVersion: fields.policyVersion,
    checkpoint: { size: fields.checkpoint.size, root: fields.checkpoint.root },
    nonce: fields.nonce,
    expires: fields.expires,
  }
  const fault = faultOf(preimage)
  if (fault !== null) throw new RangeError(`a step-up preimage has no such ${fault}`)
  return preimage
}

/** SHA-256 of the canonical JSON of a preimage (SPEC §5, RFC 8785): the only challenge ever given to a factor. */
export function challengeOf(preimage: StepUpPreimage): BoundChallenge {
  const digest = sha256Hex(canonicalize(preimage))
  return { digest, challenge: encodeBase64url(hexBytes(digest)) }
}

/** When a challenge was issued, by what its passkey signed. */
export function issuedAt({ expires }: Pick<StepUpPreimage, 'expires'>): Date {
  return new Date(Date.parse(expires) - CHALLENGE_SECONDS * 1000)
}

/**
 * Reads a preimage from stored or sent JSON.
 * @returns null when a member is missing, malformed or not one SPEC §5 names
 */
export function readPreimage(value: unknown): StepUpPreimage | null {
  if (!isRecord(value) || !isRecord(value.checkpoint)) return null
  if (Object.keys(value).length !== 10 || Object.keys(value.checkpoint).length !== 2) return null
  const candidate = value as StepUpPreimage
  return candidate.v === 'countersign/step-up/1' && faultOf(candidate) === null ? candidate : null
}

/**
 * The same for our own rows, where a malformed one is a broken assumption.
 * @throws Error when it is not a preimage
 */
export function parsePreimage(value: unknown): StepUpPreimage {
  const preimage = readPreimage(value)
  if (preimage === null) throw new Error('a stored step-up preimage is malformed')
  return preimage
}

function faultOf(preimage: StepUpPreimage): string | null {
  if (!isText(preimage.installation)) return 'installation'
  if (!isText(preimage.member)) return 'member'
  if (!isDigest(preimage.session)) return 'session'
  if (!ACTIONS.includes(preimage.action)) return 'action'
  if (!isDigest(preimage.subject)) return 'subject'
  if (!isCount(preimage.policyVersion)) return 'policy version'
  if (!isCount(preimage.checkpoint.size) || !isDigest(preimage.checkpoint.root)) return 'checkpoint'
  if (!isText(preimage.nonce) || !/^(0x)?[0-9a-f]{32}$/.test(preimage.nonce)) return 'nonce'
  if (!isText(preimage.expires) || Number.isNaN(Date.parse(preimage.expires))) return 'expiry'
  return null
}

const isRecord = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object'
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isDigest = (value: unknown): value is Digest => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
