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
        {steps.map(({ id, title, isDone, says, ways }) => (
          <li key={id} data-row tabIndex={-1} className={isDone ? 'done' : undefined}>
            <span className="mark" aria-hidden="true">
              {isDone ? '✓' : '·'}
            </span>
            <span>
              <b>{title}</b> <span className="sr">{isDone ? 'done' : 'open'}</span>
              <span className="sub">{says}</span>
            </span>
            {mayAct && ways.length > 0 && (
              <span className="ways">
                {ways.map(({ href, action }, place) => (
                  <Link
                    key={href}
                    className={buttonClass(id === next?.id && place === 0 ? 'primary' : 'quiet')}
                    href={href}
                    prefetch={false}
                  >
                    {action}
                  </Link>
                ))}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
