'use client'
import Link from 'next/link'

export function Mark() {
  return (
    <Link className="mark" href="/" prefetch={false}>
      <svg aria-hidden="true">
        <use href="#mark" />
      </svg>
      Countersign
    </Link>
  )
}
