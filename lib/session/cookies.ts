import 'server-only'

/** Over TLS every cookie is bound to exactly this host (`__Host-`, RFC 6265bis §4.1.3). */
export function cookieNames(origin: string) {
  const prefix = isSecure(origin) ? '__Host-' : ''
  return {
    session: `${prefix}countersign-session`,
    browser: `${prefix}countersign-browser`,
    csrf: `${prefix}countersign-csrf`,
    callback: `${prefix}countersign-callback`,
  }
}

/** What every cookie of the desk has; `lax` where a link from a mail must find it. */
export function cookieOptions(origin: string, sameSite: 'lax' | 'strict') {
  return { httpOnly: true, sameSite, path: '/', secure: isSecure(origin) } as const
}

const isSecure = (origin: string) => origin.startsWith('https:')
