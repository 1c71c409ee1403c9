import { subjectDigest } from '@/lib/approve/subjects'
import type { Digest } from '@/lib/core/digest'

/** A passkey before it is anyone's: what its authenticator said of it. Id and COSE key are base64url. */
export type NewPasskey = {
  readonly credentialId: string
  readonly publicKey: string
  readonly aaguid: string
  readonly rpId: string
}

/** Who gets an enrolment code: the hash stands for the code, which only two people's browsers know. */
export type CodeGrant = { readonly memberId: string; readonly address: string; readonly codeHash: Digest }

/** What a member binds who adds a passkey: exactly this one (SPEC §5). */
export const enrolSubject = ({ credentialId, publicKey, aaguid, rpId }: NewPasskey): Digest =>
  subjectDigest('enrol-passkey', { credentialId, publicKey, aaguid, rpId })

/** What an admin binds who issues an enrolment code. */
export const issueCodeSubject = ({ memberId, address, codeHash }: CodeGrant): Digest =>
  subjectDigest('issue-enrolment-code', { memberId, address: address.toLowerCase(), codeHash })

/** What is bound when a passkey is retired: whose, and which. */
export const retireSubject = ({ memberId, credentialId }: { memberId: string; credentialId: string }): Digest =>
  subjectDigest('retire-passkey', { memberId, credentialId })
