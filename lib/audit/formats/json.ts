import { canonicalize } from '@/lib/core/canonical'
import type { AuditFormat } from '@/lib/audit/formats/format'

/** Canonical JSON (RFC 8785), the form that `countersign audit verify` reads. */
export const jsonFormat: AuditFormat = {
  id: 'json',
  extension: 'json',
  contentType: 'application/json; charset=utf-8',
  render: (evidence) => `${canonicalize(evidence)}\n`,
}
