import type { Json } from '@/lib/core/canonical'
import type { CallNode, DecodedArgument } from '@/lib/decode/types'
import { indexPath, type Report } from '@/lib/verify/verify-case'

/** A report as one line of JSON (SPEC §9). */
export function jsonReport({ given, hashes, signatures, call, findings, notChecked, verdict }: Report): string {
  const record: Json = {
    id: given.id,
    hashes: { domain: hashes.domain, message: hashes.message, safeTx: hashes.safeTx },
    signatures: signatures.map(({ owner, type, recovered, valid }) => ({ owner, type, recovered, valid })),
    calls: [callRecord(call)],
    findings: findings.map(({ code, outcome, severity, path, sentence, evidence }) => ({
      code,
      outcome,
      severity,
      path: indexPath(path),
      evidence: [{ label: 'Finding', value: sentence }, ...evidence.map(({ label, value }) => ({ label, value }))],
    })),
    notChecked: notChecked.map(({ code }) => code),
    verdict,
  }
  return JSON.stringify(record)
}

function callRecord(node: CallNode): Json {
  return {
    path: indexPath(node.path),
    operation: node.operation,
    to: node.to,
    target: node.target,
    targetName: node.targetName,
    value: node.value.toString(),
    data: node.data,
    provenance: node.provenance,
    signature: node.signature,
    arguments: node.arguments.map(argumentRecord),
    candidates: node.candidates,
    names: node.names.map(({ signature, arguments: args }) => ({
      signature,
      arguments: args?.map(argumentRecord) ?? null,
    })),
    anomalies: node.anomalies,
    calls: node.children.map(callRecord),
  }
}

function argumentRecord({ name, type, value }: DecodedArgument): Json {
  return { name, type, value: typeof value === 'string' ? value : value.map(argumentRecord) }
}
