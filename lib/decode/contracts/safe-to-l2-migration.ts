import { plain } from '@/lib/decode/contracts/functions'
import { official } from '@/lib/decode/contracts/official'

export const safeToL2Migration = official(
  'safe-to-l2-migration',
  ['SafeToL2Migration'],
  plain('migrateToL2(address l2Singleton)', 'migrateFromV111(address l2Singleton, address fallbackHandler)'),
)
