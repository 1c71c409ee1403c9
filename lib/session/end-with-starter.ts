import 'server-only'

/** Ends this process when the one that started it is gone: nobody would be left to stop it. */
export function endWithStarter(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}
