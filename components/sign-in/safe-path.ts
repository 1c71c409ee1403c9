/** Where to go after signing in: a path of this desk, or the desk itself. Anything else could lead to a stranger's site. */
export function safePath(given: string | readonly string[] | undefined): string {
  if (typeof given !== 'string' || !/^\/[\w-][\w/-]*$/.test(given)) return '/'
  return given
}
