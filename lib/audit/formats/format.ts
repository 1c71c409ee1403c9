import type { EvidencePack, LogExport } from '@/lib/audit/types'

/** One way to write evidence down. The id is permanent: links and audit events carry it. */
export type AuditFormat = {
  id: string
  /** Without the dot. */
  extension: string
  contentType: string
  render: (evidence: LogExport | EvidencePack) => string
}
