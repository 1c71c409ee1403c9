import type { Address, Hash } from 'viem'
import type { Digest } from '@/lib/core/digest'

/** What a step-up is for. One action, one meaning: an assertion for one never serves another. */
export type StepUpAction =
  | 'stage'
  | 'approve'
  | 'execute'
  | 'export'
  | 'enrol-passkey'
  | 'issue-enrolment-code'
  | 'retire-passkey'
  | 'unfreeze'
  | 'release'
  | 'propose-change'
  | 'agree-to-change'
  | 'import-list'
  | 'change-list'
  | 'notify-at'

/** The canonical preimage of a bound challenge (SPEC §5); the challenge is SHA-256 of its canonical JSON. */
export type StepUpPreimage = {
  readonly v: 'countersign/step-up/1'
  readonly installation: string
  readonly member: string
  /** SHA-256 of the session id, hex. */
  readonly session: Digest
  readonly action: StepUpAction
  readonly subject: Digest
  readonly policyVersion: number
  readonly checkpoint: { readonly size: number; readonly root: Digest }
  /** 128 random bits, hex. */
  readonly nonce: string
  /** ISO time, 120 s after issue. */
  readonly expires: string
}

/** What an approver binds: transaction, what was shown, what was acknowledged, and their own signature without showing it. */
export type ApprovalSubject = {
  readonly safeTxHash: Hash
  readonly evidenceDigest: Digest
  readonly acknowledged: readonly Acknowledgement[]
  /** keccak256(owner ‖ signature). */
  readonly signatureHash: Hash
  /** What the offline verifier said, where policy asks for it. */
  readonly verdictLine?: string | undefined
}

export type Acknowledgement = { readonly code: string; readonly path: string; readonly reason: string }

/** A WebAuthn assertion as JSON, base64url fields (WebAuthn §5.1.4). */
export type PasskeyAssertion = {
  readonly credentialId: string
  readonly clientDataJSON: string
  readonly authenticatorData: string
  readonly signature: string
}

/** A registered passkey, as far as checking an assertion needs it. Public key is COSE, base64url. */
export type PasskeyRecord = {
  readonly credentialId: string
  readonly publicKey: string
  readonly counter: number
  readonly rpId: string
  readonly origin: string
  readonly isDemo: boolean
}

/** Kept with every approval so that others' browsers and an offline verifier check it without the owner signature. */
export type FactorProof = {
  readonly factor: string
  readonly preimage: StepUpPreimage
  readonly assertion: PasskeyAssertion
  readonly passkey: PasskeyRecord
}

/** A recorded approval as others may see it. Never carries the owner signature. */
export type ApprovalRecord = {
  readonly memberId: string
  readonly memberName: string
  readonly owner: Address
  readonly at: string
  readonly subject: ApprovalSubject
  readonly proof: FactorProof
  readonly isStale: boolean
}
