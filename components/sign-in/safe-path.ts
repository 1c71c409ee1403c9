/** Where to go after signing in: a path of this desk, or the desk itself. Anything else could lead to a stranger's site. */
export function safePath(given: string | readonly string[] | undefined): string {
  if (typeof given !== 'string' || !/^\/[\w-][\w/-]*$/.test(given)) return '/'
  return given
}

/**
 * Where a browser goes once its session is open. The desk's front page is reached by way of the sign-in page, which leads
 * who has no passkey yet to enrol one; a link from a mail, or from another device, leads where it said.
 * @param fragment as `location.hash` has it; the way over the sign-in page keeps it
 */
export const afterSignIn = (to: string, fragment: string): string => (to === '/' ? '/sign-in' : `${to}${fragment}`)
