import type { Json } from '@/lib/core/canonical'
import type { CallNode, DecodedArgument, NamedReading } from '@/lib/decode/types'

/** A call tree as it enters the evidence digest: every byte, every reading, and where each reading came from. */
export function callRecord(call: CallNode): Json {
  return {
    path: call.path,
    operation: call.operation,
    to: call.to.toLowerCase(),
    value: call.value.toString(),
    data: call.data.toLowerCase(),
    target: call.target.toLowerCase(),
    targetName: call.targetName,
    provenance: call.provenance,
    abiHash: call.abiHash,
    signature: call.signature,
    arguments: call.arguments.map(argumentRecord),
    candidates: [...call.candidates].sort(),
    ...(call.names.length > 0 && { names: call.names.map(namedRecord) }),
    anomalies: [...call.anomalies].sort(),
    children: call.children.map(callRecord),
  }
}

function namedRecord({ signature, arguments: args, abi, isAbsent }: NamedReading): Json {
  return { signature, arguments: args?.map(argumentRecord) ?? null, abi, isAbsent: isAbsent ?? false }
}

function argumentRecord({ name, type, value }: DecodedArgument): Json {
  return { name, type, value: typeof value === 'string' ? value : value.map(argumentRecord) }
}
