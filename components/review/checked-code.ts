// What the check of a page runs, and what signing needs of the same code: one module, so that a browser loads it once.
export { askPasskey, requestChallenge } from '../wallet/step-up'
export { signatureHash } from '@/lib/approve/signature-hash'
export { approvalSubject, executeSubject } from '@/lib/approve/subjects'
export { normalizeSignature, recoverOwner } from '@/lib/execute/signatures'
export { hashSafeTx, typedDataOf } from '@/lib/stage/hash'
export { verifyReview } from './verify-review'
