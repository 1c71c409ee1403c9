import 'server-only'
import type { Io } from '@/lib/io/io'
import { log, logFault } from '@/lib/io/log'

/**
 * Tries every node once and logs what each lacks, a line a method, so that whoever starts the desk learns it before the first
 * review does. Never throws and stops nothing: without simulation one can still read, reject and freeze.
 */
export async function logNodes({ simulator }: Pick<Io, 'simulator'>, chainIds: readonly number[]): Promise<void> {
  try {
    for (const chainId of chainIds)
      for (const { party, silence, lacks, misses } of await simulator.probe(chainId)) {
        const where = `${party}, chain ${chainId}`
        if (silence !== null) log({ level: 'fault', what: `node does not answer: ${where}` })
        for (const method of lacks) log({ level: 'fault', what: `node cannot simulate, no ${method}: ${where}` })
        for (const method of misses) log({ level: 'note', what: `node has no ${method}: ${where}` })
      }
  } catch (error) {
    logFault(error, { what: 'trying the nodes at start' })
  }
}
