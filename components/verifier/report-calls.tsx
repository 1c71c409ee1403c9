import type { Hex } from 'viem'
import type { Finding } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import type { CallNode as DecodedCall, DecodedArgument } from '@/lib/decode/types'
import { abiSource, abiWords, callName, callOperation, shownArguments } from '../review/call-words'
import type { CallNode } from '../ui/call-tree'
import { HexGroups } from '../ui/hex-groups'

type Names = ReadonlyMap<string, string>

/** A call tree as decoded, with the names that the file gives. */
export function reportCalls(call: DecodedCall, names: Names, findings: readonly Finding[]): CallNode {
  return {
    path: call.path,
    op: callOperation(call),
    fn: callName(call),
    name: displayText(nameOf(call.target, names) || call.targetName || 'No name here'),
    abi: { source: abiSource(call), words: abiWords(call) },
    args: [
      { name: 'at', value: <HexGroups hex={call.target} /> },
      ...(call.value > 0n ? [{ name: 'value', value: <Plain text={`${call.value} wei`} /> }] : []),
      ...shownArguments(call).flatMap((argument) =>
        call.children.length > 0 && argument.type === 'bytes'
          ? []
          : [
              {
                name: displayText(argument.name || argument.type, 40),
                value: <Value argument={argument} names={names} />,
              },
            ],
      ),
      ...(call.signature === '' && call.data !== '0x' ? [{ name: 'bytes', value: <HexGroups hex={call.data} /> }] : []),
      ...call.anomalies.map((anomaly) => ({ name: 'these bytes', value: <Plain text={`are ${anomaly}`} /> })),
    ],
    isBad: findings.some(
      ({ outcome, severity, path }) => outcome !== 'pass' && severity === 'critical' && path === call.path,
    ),
    children: call.children.map((child) => reportCalls(child, names, findings)),
  }
}

function Value({ argument: { value, name }, names }: { argument: DecodedArgument; names: Names }) {
  if (typeof value !== 'string')
    return (
      <ol>
        {value.map((part, at) => (
          <li key={at}>
            {part.name !== '' && part.name !== name && `${displayText(part.name, 40)}: `}
            <Value argument={part} names={names} />
          </li>
        ))}
      </ol>
    )
  if (!/^0x[0-9a-fA-F]*$/.test(value)) return <Plain text={value} />
  return (
    <>
      <HexGroups hex={value as Hex} /> <span className="quiet">{displayText(nameOf(value, names))}</span>
    </>
  )
}

const Plain = ({ text }: { text: string }) => <code className="hex">{displayText(text, 2_000)}</code>

const nameOf = (address: string, names: Names): string => names.get(address.toLowerCase()) ?? ''
