import { readBuilderPayments } from '@/lib/stage/builder-payments'
import { readCsvPayments } from '@/lib/stage/csv-payments'
import { MAX_LIST_BYTES } from '@/lib/stage/limits'
import { type ListContext, type ReadList, refuseList, tooLargeWords } from '@/lib/stage/payment-list'

/**
 * Payments from a pasted or uploaded list: comma separated text, or a batch of the Transaction Builder. Read whole or
 * not at all; a problem is a sentence with its row. Whether the Safe holds enough is not asked here.
 */
export function readPayments(text: string, context: ListContext): ReadList {
  const list = text.replace(/^\ufeff/, '')
  if (list.trim() === '') return refuseList('The list is empty.')
  const bytes = new TextEncoder().encode(list).length
  if (bytes > MAX_LIST_BYTES) return refuseList(tooLargeWords(bytes))
  // A spreadsheet's own file, or text in another encoding: names and amounts in it would be misread.
  if (/[\0\ufffd]/.test(list)) return refuseList('This is not text in UTF-8. Save the list as CSV in UTF-8.')
  return /^\s*[{[]/.test(list) ? readBuilderPayments(list, context) : readCsvPayments(list, context)
}
