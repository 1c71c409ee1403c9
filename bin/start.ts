import { serveProduction } from '@/lib/desk/production-web'
import { findProductionBuildFaults } from '@/lib/desk/production-build'
import { EnvError, listenEnv, type ListenEnv } from '@/lib/env'
import { endOn, findWebFaults } from '@/lib/session/boot'

// The production web: everything that can be wrong is said before it listens.

const listen = readListen()
const faults = [...(await findProductionBuildFaults()), ...('faults' in listen ? listen.faults : [])]
endOn([...faults, ...(await findWebFaults(false))])
if ('faults' in listen) throw new Error('a fault ends the process')
process.exit(await serveProduction(listen))

function readListen(): ListenEnv | { faults: readonly string[] } {
  try {
    return listenEnv()
  } catch (error) {
    if (error instanceof EnvError) return { faults: error.faults }
    throw error
  }
}
