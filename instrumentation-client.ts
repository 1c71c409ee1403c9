type PolicyFactory = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown
}

declare global {
  interface Window {
    readonly trustedTypes?: PolicyFactory
    __zod_globalConfig?: { jitless: boolean }
  }
}

// The CSP demands Trusted Types: text becomes a script's address only here, and only for our own build's chunks. Text
// never becomes markup or code. The given text is returned, not its resolved form, which would stall Next's loader.
window.trustedTypes?.createPolicy('default', {
  createScriptURL(url) {
    const { origin, pathname } = new URL(url, location.href)
    if (origin === location.origin && pathname.startsWith('/_next/static/')) return url
    throw new TypeError('a script from elsewhere was refused')
  },
})

// zod tries whether it may compile code; the CSP forbids that and reports the try. It reads this when a page loads it.
window.__zod_globalConfig = { jitless: true }

export {}
