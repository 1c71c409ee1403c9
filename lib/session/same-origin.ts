import 'server-only'

/**
 * Whether a request that changes something comes from the desk's own pages. A missing Origin is foreign too: browsers
 * send it with every POST (Fetch §3.2.2), and Sec-Fetch-Site says the same where it exists.
 */
export function isSameOrigin(headers: Headers, origin: string): boolean {
  const site = headers.get('sec-fetch-site')
  return headers.get('origin') === origin && (site === null || site === 'same-origin')
}
