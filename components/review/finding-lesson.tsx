import { lessonOf } from '@/lib/assess/incidents'

/** Where a critical finding leads: to what happened, or to what to check of anything. */
export default function FindingLesson({ code }: { code: string }) {
  // The verifier that is opened from disk has no such page beside it.
  if (typeof location !== 'undefined' && location.protocol === 'file:') return null
  return (
    <p className="det">
      <a href={`/incidents#${lessonOf(code)}`}>What to check</a>
    </p>
  )
}
