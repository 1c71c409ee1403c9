'use client'
import Link from 'next/link'
import type { ReviewPage } from '@/lib/flows/review-page'
import { Banner } from '../ui/banner'
import { conflictWords } from './conflict-words'
import { useReview } from './review-context'

/** What shares the nonce of this withdrawal, with the way there. */
export function ConflictNote({ conflict }: { conflict: NonNullable<ReviewPage['conflict']> }) {
  const { reviewed } = useReview().page
  const { isOver, title, detail } = conflictWords(conflict, reviewed.assessment.safe?.threshold ?? null)
  const { id, isCancel } = conflict.other
  const link = (
    <Link className="link" href={`/withdrawals/${id}`} prefetch={false}>
      Open {isCancel ? 'its cancel ' : ''}
      {id}
    </Link>
  )
  if (isOver)
    return (
      <p className="note">
        {title} {link}
      </p>
    )
  return (
    <Banner tone="high" title={title} action={link}>
      {detail}
    </Banner>
  )
}
