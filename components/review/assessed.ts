import type { Assessment } from '@/lib/assess/review'
import type { Contact } from '@/lib/assess/types'

/** What §1 to §4 are drawn from, on the review page and in the preview of a staging alike. */
export type Assessed = {
  readonly assessment: Assessment
  readonly contacts: readonly Contact[]
  readonly safeName: string
}
