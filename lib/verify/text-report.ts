import { writeVerdictLine } from '@/lib/approve/verdict-line'
import type { CheckedSignature, Finding } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import type { CallNode, DecodedArgument, NamedReading } from '@/lib/decode/types'
import { verdictLineOf } from '@/lib/verify/expected-verdict'
import { movesOf } from '@/lib/verify/report-moves'
import type { Report } from '@/lib/verify/verify-case'

const MAX_VALUE = 2_000

/** A report for people: hashes as a hardware wallet shows them, then calls numbered as on the review page. */
export function textReport(report: Report): string {
  const { given, hashes, signatures, call, findings, notChecked, verdict } = report
  const line = verdictLineOf(report)
  const { safe, tx } = given
  const present = findings.filter(({ outcome }) => outcome !== 'pass')
  return [
    displayText(given.id),
    `  Safe          ${safe.address}, version ${safe.version}, chain ${safe.chainId}, nonce ${tx.nonce}`,
    `  Domain hash   ${hashes.domain}`,
    `  Message hash  ${hashes.message ?? 'none'}`,
    `  safeTxHash    ${hashes.safeTx ?? 'none: the operation fits no SafeTx'}`,
    ...movesOf(report).map(
      ({ path, amount, recipient, name }) =>
        `  Sends         ${amount} to ${recipient}${name === '' ? '' : ` (${displayText(name)})`}, call ${path}`,
    ),
    ...callLines(call, 1),
    ...signatures.map(signatureLine),
    ...present.flatMap(findingLines),
    ...(notChecked.length > 0 ? [`  Not checked   ${notChecked.map(({ code }) => code).join(' ')}`] : []),
    `  Verdict       ${line === null ? verdict.toUpperCase() : writeVerdictLine(line)}`,
  ].join('\n')
}

function callLines(node: CallNode, depth: number): readonly string[] {
  const indent = '  '.repeat(depth)
  const name = node.targetName === '' ? '' : ` (${displayText(node.targetName)})`
  const value = node.value === 0n ? '' : `, value ${node.value} wei`
  const kind = ['call', 'delegatecall'][node.operation] ?? `operation ${node.operation}`
  return [
    `${indent}Call ${node.path}: ${kind} to ${node.target}${name}${value}`,
    ...readingLines(node, `${indent}  `),
    ...node.children.flatMap((child) => callLines(child, depth + 1)),
  ]
}

function readingLines(node: CallNode, indent: string): readonly string[] {
  if (node.data === '0x') return []
  if (node.signature === '') {
    const couldBe = node.candidates.map((candidate) => `${indent}could be ${displayText(candidate)}`)
    const names = node.names.flatMap(nameLines(indent))
    return [`${indent}unread bytes ${displayText(node.data, MAX_VALUE)}`, ...couldBe, ...names]
  }
  const lines = [
    `${indent}${node.signature}, ${node.provenance}`,
    ...node.arguments.flatMap(argumentLines(`${indent}  `)),
  ]
  return [...lines, ...node.anomalies.map((anomaly) => `${indent}the bytes are ${anomaly}`)]
}

const nameLines =
  (indent: string) =>
  ({ signature, arguments: args }: NamedReading): readonly string[] => [
    `${indent}name by selector only: ${displayText(signature)}`,
    ...(args ?? []).flatMap(argumentLines(`${indent}  `)),
  ]

const argumentLines =
  (indent: string) =>
  ({ name, type, value }: DecodedArgument): readonly string[] => {
    const label = `${indent}${displayText(name === '' ? type : name)}`
    if (typeof value === 'string') return [`${label}: ${displayText(value, MAX_VALUE)}`]
    return [`${label}:`, ...value.flatMap(argumentLines(`${indent}  `))]
  }

function signatureLine({ owner, type, recovered, valid, fault }: CheckedSignature): string {
  const word = valid === null ? 'not proven offline' : valid ? 'valid' : `NOT VALID: ${displayText(fault)}`
  return `  Signature     ${type} of ${owner ?? 'nobody named'}, recovers to ${recovered ?? 'nobody'}: ${word}`
}

function findingLines({ code, outcome, severity, path, sentence, evidence }: Finding): readonly string[] {
  const where = path === '' ? '' : ` at call ${path}`
  const word = outcome === 'unknown' ? ' unknown' : ''
  return [
    `  ${severity.toUpperCase().padEnd(13)} ${code}${word}${where}: ${displayText(sentence, MAX_VALUE)}`,
    ...evidence.map(({ label, value }) => `                ${displayText(label)}: ${displayText(value, MAX_VALUE)}`),
  ]
}
