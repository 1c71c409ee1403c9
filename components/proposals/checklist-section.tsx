import Link from 'next/link'
import { buttonClass } from '../ui/button'
import { Section } from '../ui/section'
import type { Step } from './checklist'

/** From empty to a first withdrawal: what is done, what is missing, where it is done. */
export function ChecklistSection({ steps, mayAct }: { steps: readonly Step[]; mayAct: boolean }) {
  const done = steps.filter(({ isDone }) => isDone).length
  const next = steps.find(({ isDone }) => !isDone)
  return (
    <Section id="checklist" title="From empty to a first withdrawal" meta={`${done} of ${steps.length}`}>
      <ol className="setup">
        {steps.map(({ id, title, isDone, says, href, action }) => (
          <li key={id} data-row tabIndex={-1} className={isDone ? 'done' : undefined}>
            <span className="mark" aria-hidden="true">
              {isDone ? '✓' : '·'}
            </span>
            <span>
              <b>{title}</b> <span className="sr">{isDone ? 'done' : 'open'}</span>
              <span className="sub">{says}</span>
            </span>
            {mayAct && href !== null && (
              <Link className={buttonClass(id === next?.id ? 'primary' : 'quiet')} href={href} prefetch={false}>
                {action}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
