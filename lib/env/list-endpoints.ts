import { z } from 'zod'

/** Where lists may be fetched from though it is not public: beginnings of URLs, separated by blanks. */
export const listEndpointsShape = z
  .string()
  .transform((text) => text.split(/\s+/).filter((part) => part !== ''))
  .refine(
    (urls) => urls.every(isBeginning),
    'must be beginnings of http:// or https:// URLs, each ending in a slash, separated by blanks',
  )
  .optional()

// Without the slash https://lists.example would also begin https://lists.example.evil.
function isBeginning(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { href, protocol, username, password, search, hash } = new URL(text)
  return href === text && /^https?:$/.test(protocol) && username + password + search + hash === '' && text.endsWith('/')
}
