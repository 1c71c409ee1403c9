import { AppError } from '@/lib/core/errors'
import { displayText } from '@/lib/core/display-text'
import { jsonReport } from '@/lib/verify/json-report'
import { FILE_LIMIT_BYTES, readCases } from '@/lib/verify/read-file'
import { textReport } from '@/lib/verify/text-report'
import type { TransactionCase } from '@/lib/verify/types'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import { type Report, verifyCase } from '@/lib/verify/verify-case'
import { readTextFile } from './read-text-file'

const USAGE = 'Usage: countersign verify FILE… [--json]\n'

/** `countersign verify FILE…` (SPEC §9): 0 when nothing is worse than review, 2 for a warn or block, 1 when refused. */
export async function verifyFiles(args: readonly string[]): Promise<number> {
  const files = args.filter((arg) => !arg.startsWith('--'))
  const flags = args.filter((arg) => arg.startsWith('--'))
  if (files.length === 0 || flags.some((flag) => flag !== '--json')) {
    process.stderr.write(USAGE)
    return 1
  }
  const codes: number[] = []
  for (const file of files) codes.push(await verifyFile(file, flags.length > 0))
  return codes.includes(1) ? 1 : Math.max(...codes)
}

async function verifyFile(file: string, isJson: boolean): Promise<number> {
  try {
    const cases = readCases(await readTextFile(file, FILE_LIMIT_BYTES))
    const reports: Report[] = []
    for (const [item, given] of cases.entries()) reports.push(await verifyItem(item, given))
    for (const report of reports) process.stdout.write(`${isJson ? jsonReport(report) : `${textReport(report)}\n`}\n`)
    return reports.some(({ verdict }) => verdict === 'warn' || verdict === 'block') ? 2 : 0
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`Refused: ${displayText(file)}: ${error.message}\n`)
    return 1
  }
}

// Whatever the bytes, the answer is one line: a stack trace tells a signer nothing.
async function verifyItem(item: number, given: TransactionCase): Promise<Report> {
  try {
    return await verifyCase(given, SELECTOR_NAMES)
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error'
    throw new AppError('BAD_INPUT', `item ${item} could not be judged (${name}).`)
  }
}
