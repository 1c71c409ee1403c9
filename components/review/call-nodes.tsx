import type { Hex } from 'viem'
import type { Finding } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import type { CallNode as DecodedCall, DecodedArgument } from '@/lib/decode/types'
import type { CallNode } from '../ui/call-tree'
import { HexGroups } from '../ui/hex-groups'
import type { Assessed } from './assessed'
import { abiSource, abiWords, callName, callOperation, shownArguments } from './call-words'
import type { ClauseFacts } from './clause-facts'
import { knownName } from './known-name'
import { moneyWords } from './money-words'
import { assetOf } from './stray-clauses'

type Context = {
  readonly assessed: Assessed
  readonly clauses: readonly ClauseFacts[]
  readonly findings: readonly Finding[]
}

/** The decoded calls as §3 draws them, under the execTransaction that runs them. */
export function callNodes(context: Context): CallNode {
  const { assessment, safeName } = context.assessed
  return {
    path: '0',
    op: 'CALL',
    fn: 'execTransaction',
    name: safeName,
    abi: { source: 'verified', words: `verified, Safe ${assessment.staged.safe.version}` },
    children: [nodeOf(assessment.call, context)],
  }
}

function nodeOf(call: DecodedCall, context: Context): CallNode {
  const { assessed, clauses, findings } = context
  const about = clauses.filter(({ path, name }) => path === call.path && name !== 'Kind of call').map(({ no }) => no)
  const [first] = about
  return {
    path: call.path,
    op: callOperation(call),
    fn: callName(call),
    name: displayText(knownName(call.target, assessed).name ?? (call.targetName || 'No name here')),
    abi: { source: abiSource(call), words: abiWords(call) },
    ...(first === undefined
      ? {}
      : {
          clause: { href: `#clause-${first}`, label: `${about.length > 1 ? 'clauses' : 'clause'} ${about.join(', ')}` },
        }),
    args: [
      { name: 'at', value: <HexGroups hex={call.target} /> },
      ...(call.value > 0n ? [{ name: 'value', value: <Native units={call.value} assessed={assessed} /> }] : []),
      ...shownArguments(call).flatMap((argument) =>
        call.children.length > 0 && argument.type === 'bytes'
          ? []
          : [
              {
                name: displayText(argument.name || argument.type, 40),
                value: <Value argument={argument} call={call} assessed={assessed} />,
              },
            ],
      ),
      ...((call.provenance === 'unknown' || call.names.length > 0) && call.data !== '0x'
        ? [{ name: 'bytes', value: <HexGroups hex={call.data} /> }]
        : []),
    ],
    isBad: findings.some((one) => one.outcome !== 'pass' && one.severity === 'critical' && one.path === call.path),
    children: call.children.map((child) => nodeOf(child, context)),
  }
}

function Value({ argument, call, assessed }: { argument: DecodedArgument; call: DecodedCall; assessed: Assessed }) {
  const { value, type } = argument
  if (typeof value !== 'string')
    return (
      <ol>
        {value.map((part, at) => (
          <li key={at}>
            {part.name && `${displayText(part.name, 40)}: `}
            <Value argument={part} call={call} assessed={assessed} />
          </li>
        ))}
      </ol>
    )
  if (/^0x[0-9a-fA-F]*$/.test(value))
    return (
      <>
        <HexGroups hex={value as Hex} /> <span className="quiet">{nameOf(value, type, assessed)}</span>
      </>
    )
  return (
    <>
      <code className="hex">{displayText(value, 400)}</code>{' '}
      <span className="quiet">{type === 'uint256' ? unitsWords(value, call, assessed) : ''}</span>
    </>
  )
}

function Native({ units, assessed }: { units: bigint; assessed: Assessed }) {
  return (
    <>
      <code className="hex">{String(units)}</code>{' '}
      <span className="quiet">{moneyWords(units, assetOf(assessed, 'native'))}</span>
    </>
  )
}

const nameOf = (value: string, type: string, assessed: Assessed) =>
  type === 'address' ? displayText(knownName(value as Hex, assessed).name ?? '') : ''

// A bare number means money only in a transfer of a token that is known.
function unitsWords(value: string, call: DecodedCall, assessed: Assessed): string {
  const asset = assetOf(assessed, call.target)
  return asset.isRegistered && /^\d+$/.test(value) ? moneyWords(BigInt(value), asset) : ''
}
