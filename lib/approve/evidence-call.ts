import type { Json } from '@/lib/core/canonical'
import type { CallNode, DecodedArgument } from '@/lib/decode/types'

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
    anomalies: [...call.anomalies].sort(),
    children: call.children.map(callRecord),
  }
}

function argumentRecord({ name, type, value }: DecodedArgument): Json {
  return { name, type, value: typeof value === 'string' ? value : value.map(argumentRecord) }
}
