/** Runs once before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { boot } = await import('@/lib/session/boot')
  await boot()
  const { endWithStarter } = await import('@/lib/session/end-with-starter')
  endWithStarter()
  const { endUnusedSockets } = await import('@/lib/session/end-unused-sockets')
  endUnusedSockets()
}
