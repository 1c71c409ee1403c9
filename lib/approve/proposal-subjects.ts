import { subjectDigest } from '@/lib/approve/subjects'
import type { Json } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'

/** What somebody wants changed: a kind of change, what exactly, and why. */
export type ProposedChange = { readonly kind: string; readonly body: Json; readonly reason: string }

/** A proposal as the second person reads it. */
export type StandingProposal = ProposedChange & { readonly id: string; readonly authorId: string }

/** What an author binds. */
export const proposeSubject = ({ kind, body, reason }: ProposedChange): Digest =>
  subjectDigest('propose-change', { kind, body, reason })

/** What a second person binds who agrees: this proposal, by this author, word for word. */
export const agreeSubject = ({ id, authorId, kind, body, reason }: StandingProposal): Digest =>
  subjectDigest('agree-to-change', { id, authorId, kind, body, reason })
