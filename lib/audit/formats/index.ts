import type { AuditFormat } from '@/lib/audit/formats/format'
import { jsonFormat } from '@/lib/audit/formats/json'

/** Every export format; adding one is its file and a line here. */
export const auditFormats: readonly AuditFormat[] = [jsonFormat]
