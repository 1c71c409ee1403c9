import 'server-only'
import type { Db } from '@/db/client'
import type { SharedEnv } from '@/lib/env'
import { findBuildFaults, findDatabaseFaults } from '@/lib/session/boot-faults'
import { findChainFaults } from '@/lib/session/chain-faults'
import { findLogKeyFaults } from '@/lib/session/log-key-faults'

/** Why web or worker may not start, one sentence each; empty when it may. Only reads, so any number start at once. */
export async function findStartFaults(env: SharedEnv, db: Db, isDemoBuild: boolean): Promise<readonly string[]> {
  const faults = findBuildFaults(env, isDemoBuild)
  if (faults.length > 0) return faults
  const [ofDatabase, ofChains] = await Promise.all([
    findDatabaseFaults(db, isDemoBuild),
    findChainFaults(env.chainRpcUrls),
  ])
  const ofKey = ofDatabase.length > 0 ? [] : await findLogKeyFaults(db, env.logPublicKey)
  return [...ofDatabase, ...ofKey, ...ofChains]
}
