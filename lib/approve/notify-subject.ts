import { subjectDigest } from '@/lib/approve/subjects'
import type { Digest } from '@/lib/core/digest'

/** What a member binds who says where their notices are mailed to. @param address null for nowhere */
export const notifySubject = (address: string | null): Digest => subjectDigest('notify-at', { address })
