import 'server-only'

/**
 * What a page may load and do (CSP 3, Trusted Types): scripts with this answer's nonce and what they load, nothing from
 * elsewhere, text never as markup.
 * @param connectOrigins origins besides the desk's own that pages may call: nodes named for browsers, and the demo build's local chain
 */
export function contentSecurityPolicy(
  nonce: string,
  { connectOrigins, isDevelopment }: { connectOrigins: readonly string[]; isDevelopment: boolean },
): string {
  const directives = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // The development server's overlay writes styles of its own.
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connectOrigins].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "worker-src 'self'",
  ]
  // The development server's reloading assigns script text; the built pages never do.
  const trustedTypes = ["require-trusted-types-for 'script'", 'trusted-types default']
  return [...directives, ...(isDevelopment ? [] : trustedTypes)].join('; ')
}
