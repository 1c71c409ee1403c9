import { z } from 'zod'
import { isLoopback } from '@/lib/core/loopback'
import type { OutboxSettings } from '@/lib/io/outbox'

/** Where notices leave the desk. Each is optional; two belong together. */
export const outboxShape = {
  SMTP_URL: z
    .string()
    .refine(isMailServer, 'must be smtps://user:password@host:465 or smtp://user:password@host:587')
    .optional(),
  SMTP_FROM: z.email('must be one address, such as desk@desk.example').max(254).optional(),
  WEBHOOK_URL: z.string().refine(isReceiver, 'must be an https:// URL; http only for this machine').optional(),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and the base64 of 24 to 64 bytes')
    .transform((text) => new Uint8Array(Buffer.from(text.slice('whsec_'.length), 'base64')))
    .refine(({ length }) => length >= 24 && length <= 64, 'must be whsec_ and the base64 of 24 to 64 bytes')
    .optional(),
}

const PAIRS = [
  ['SMTP_URL', 'SMTP_FROM'],
  ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
] as const

/** A way out of which only one half is given. @param isGiven whether a variable is, by value or by file */
export function outboxFaults(isGiven: (name: string) => boolean): string[] {
  return PAIRS.flatMap(([one, other]) => {
    if (isGiven(one) === isGiven(other)) return []
    return [isGiven(one) ? `${other} is missing: ${one} is given` : `${one} is missing: ${other} is given`]
  })
}

/** The ways out that are set up. */
export function outboxOf(read: z.output<z.ZodObject<typeof outboxShape>>): OutboxSettings {
  const { SMTP_URL, SMTP_FROM, WEBHOOK_URL, WEBHOOK_SECRET } = read
  return {
    mail: SMTP_URL !== undefined && SMTP_FROM !== undefined ? { url: SMTP_URL, from: SMTP_FROM } : null,
    webhook:
      WEBHOOK_URL !== undefined && WEBHOOK_SECRET !== undefined ? { url: WEBHOOK_URL, secret: WEBHOOK_SECRET } : null,
  }
}

// What a mail library reads from a query could switch TLS off, so there is none.
function isMailServer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, search, hash } = new URL(text)
  const isBare = hostname !== '' && ['', '/'].includes(pathname) && search + hash === ''
  return isBare && (protocol === 'smtps:' || protocol === 'smtp:')
}

function isReceiver(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username + password + hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}
