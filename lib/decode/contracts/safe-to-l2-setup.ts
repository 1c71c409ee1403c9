import { plain } from '@/lib/decode/contracts/functions'
import { official } from '@/lib/decode/contracts/official'

/** Runs inside a Safe that is being created, and gives it the singleton that suits its chain. */
export const safeToL2Setup = official('safe-to-l2-setup', ['SafeToL2Setup'], plain('setupToL2(address l2Singleton)'))
