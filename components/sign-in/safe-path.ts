/** Where to go after signing in: a path of this desk, or the desk itself. Anything else could lead to a stranger's site. */
export function safePath(given: string | readonly string[] | undefined): string {
  if (typeof given !== 'string' || !/^\/[\w-][\w/-]*$/.test(given)) return '/'
  return given
}

/**
 * Where a browser goes once its session is open. The desk's front page is reached by way of the sign-in page, which leads
 * who has no passkey yet to enrol one; a link from a mail leads where it said.
 */
export const afterSignIn = (to: string): string => (to === '/' ? '/sign-in' : to)
