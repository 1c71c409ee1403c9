import { type CodeProof, isCodeSigned, signWithCode } from '@/lib/approve/enrolment-code'
import { contentDigest, type Digest } from '@/lib/core/digest'

/** Whom an invitation makes a member, with which address. */
export type InvitationStatement = {
  readonly installation: string
  readonly memberId: string
  /** With EIP-55 checksum. */
  readonly address: string
}

/** Proves to know an invitation's code for one address of one member, without showing the code to anyone. */
export const proveInvitation = (code: string, statement: InvitationStatement): CodeProof =>
  signWithCode(code, digestOf(statement))

/** Whether who accepts for exactly this address knew the code with this key. */
export const isInvitationProven = (proof: CodeProof, statement: InvitationStatement): boolean =>
  isCodeSigned(proof, digestOf(statement))

const digestOf = ({ installation, memberId, address }: InvitationStatement): Digest =>
  contentDigest({ v: 'countersign/invitation/1', installation, memberId, address })
