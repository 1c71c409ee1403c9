import type { Json } from '@/lib/core/canonical'
import { DraftFault } from './use-proposal'

/** What is typed of how an address was verified. */
export type VerificationDraft = {
  readonly how: string
  readonly by: string
  readonly at: string
  /** Where a number is from, the id of a withdrawal, or a signature: by what `how` says. */
  readonly proof: string
}

export const NO_VERIFICATION: VerificationDraft = { how: '', by: '', at: '', proof: '' }

export const VERIFICATION_KINDS: readonly { readonly id: string; readonly words: string }[] = [
  { id: '', words: 'not recorded' },
  { id: 'call-back', words: 'call-back: somebody was called at a number known from before' },
  { id: 'signed-message', words: 'signed message: the address itself signed' },
  { id: 'test-transfer', words: 'test transfer: this desk paid it, and its owner says it arrived' },
]

/** As a proposal names it; undefined where nothing is recorded. @throws DraftFault where it says less than it has to */
export function verificationBody({ how, ...typed }: VerificationDraft, field: string): Json | undefined {
  const [by, at, proof] = [typed.by.trim(), typed.at.trim(), typed.proof.trim()]
  if (how === '') {
    if (by === '' && at === '' && proof === '') return undefined
    throw new DraftFault(field, 'Choose how the address was verified, or empty what is written about it.')
  }
  if (how === 'signed-message') {
    if (proof === '') throw new DraftFault(field, 'Paste the signature of the message.')
    return { how, signature: proof.toLowerCase() }
  }
  if (by === '' || at === '' || proof === '')
    throw new DraftFault(field, 'Say who confirmed it, when, and what shows it.')
  return how === 'call-back' ? { how, by, at, source: proof } : { how, by, at, withdrawalId: proof }
}
