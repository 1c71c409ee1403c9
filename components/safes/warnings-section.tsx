import { Section } from '../ui/section'
import { SeverityMark } from '../ui/severity-mark'
import type { SafeWarning } from './safe-warnings'

/** What is dangerous in who owns the Safe; nothing where nothing is. */
export function WarningsSection({ warnings, meta }: { warnings: readonly SafeWarning[]; meta?: string | undefined }) {
  if (warnings.length === 0) return null
  return (
    <Section id="warnings" title="Warnings" meta={meta ?? warnings.length}>
      <ul className="find">
        {warnings.map(({ severity, said, why }) => (
          <li key={said} data-row tabIndex={-1} className={severity === 'critical' ? 'crit' : undefined}>
            <div>
              <SeverityMark level={severity} />
            </div>
            <div>
              <h3>{said}</h3>
              <p className="det">{why}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
