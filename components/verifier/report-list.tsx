import { displayText } from '@/lib/core/display-text'
import type { Report } from '@/lib/verify/verify-case'
import { VerdictMark } from '../ui/verdict'

type ReportListProps = { reports: readonly Report[]; shown: number; onShow: (at: number) => void }

/** Every transaction of a file with its verdict; pressing one shows it. */
export function ReportList({ reports, shown, onShow }: ReportListProps) {
  return (
    <ul className="choices" aria-label="Transactions">
      {reports.map(({ given, verdict, hashes }, at) => (
        <li key={`${hashes.safeTx} ${at}`}>
          <p>
            <VerdictMark verdict={verdict} /> <b>{displayText(given.id, 200)}</b>
          </p>
          <button className="btn" type="button" aria-pressed={at === shown} onClick={() => onShow(at)}>
            {at === shown ? 'Shown below' : 'Show'}
            <span className="sr"> {displayText(given.id, 200)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
