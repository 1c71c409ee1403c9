const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Whether a URL's hostname is this machine, where nobody listens in between. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.includes(hostname)
