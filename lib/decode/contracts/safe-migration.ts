import { plain } from '@/lib/decode/contracts/functions'
import { official } from '@/lib/decode/contracts/official'

export const safeMigration = official(
  'safe-migration',
  ['SafeMigration'],
  plain('migrateSingleton()', 'migrateWithFallbackHandler()', 'migrateL2Singleton()', 'migrateL2WithFallbackHandler()'),
)
