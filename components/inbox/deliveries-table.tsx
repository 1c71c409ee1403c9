import type { DeliveryLine } from '@/db/queries/deliveries'
import { displayText } from '@/lib/core/display-text'
import { noticeSentence } from '@/lib/notices/words'
import { nearTime } from '../review/times'
import { deliveryWords } from './delivery-words'
import { RetryButton } from './retry-button'

const HEADS = ['Notice', 'To', 'What became of it']

/** What left the desk, or did not, the newest first. */
export function DeliveriesTable({ lines, now }: { lines: readonly DeliveryLine[]; now: Date }) {
  return (
    <table className="led stack" role="table">
      <caption className="sr">Deliveries, the newest first</caption>
      <thead role="rowgroup">
        <tr role="row">
          {HEADS.map((head) => (
            <th key={head} scope="col" role="columnheader">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {lines.map((line) => (
          <tr role="row" key={line.id} data-row tabIndex={-1}>
            <th scope="row" role="rowheader">
              {noticeSentence(line)}
            </th>
            <td role="cell" className="full">
              {line.to === null ? 'Webhook' : `Mail to ${displayText(line.to, 80)}`}
            </td>
            <td role="cell" className="full">
              {deliveryWords(line)}
              <span className="sub">
                {line.doneAt === null ? `next try ${nearTime(line.nextAt, now)}` : nearTime(line.doneAt, now)}
              </span>
              {line.fault !== '' && <span className="sub">{displayText(line.fault, 200)}</span>}
              {line.state === 'dead' && <RetryButton deliveryId={line.id} what={noticeSentence(line)} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
