import type { Assessment } from '@/lib/assess/review'
import type { Contact } from '@/lib/assess/types'
import type { Holder } from '@/lib/flows/gather-review'
import type { Asset } from '@/lib/stage/types'

/** What §1 to §4 are drawn from, on the review page, in the preview of a staging and of an import alike. */
export type Assessed = {
  readonly assessment: Assessment
  readonly contacts: readonly Contact[]
  readonly safeName: string
  /** Signers here and their wallets: names for owners, and for nobody who is paid. */
  readonly holders?: readonly Holder[]
  /** Registered assets, where no intent names those that it moves. */
  readonly assets?: readonly Asset[]
}
