'use client'
import Link from 'next/link'
import { Wordmark } from './wordmark'

export function Mark() {
  return (
    <Link className="mark" href="/" prefetch={false}>
      <Wordmark />
    </Link>
  )
}
