import 'server-only'
import { createTransport } from 'nodemailer'
import { isLoopback } from '@/lib/core/loopback'
import type { Outbox, OutboxSettings, Sent } from '@/lib/io/outbox'
import { mailText } from '@/lib/notices/message'

const STEP_MS = 10_000
const WHOLE_MS = 30_000

/**
 * Mail by SMTP. TLS from the first byte with smtps, by STARTTLS with smtp, and required: only this machine may do without. One
 * connection a mail; a repetition has the Message-ID of the first try.
 * @param origin of the desk, for links and the Message-ID
 */
export function createMail({ url, from }: NonNullable<OutboxSettings['mail']>, origin: string): Outbox['mail'] {
  const server = new URL(url)
  const isSecure = server.protocol === 'smtps:'
  const user = decodeURIComponent(server.username)
  const transport = createTransport({
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: Number(server.port) || (isSecure ? 465 : 587),
    secure: isSecure,
    requireTLS: !isSecure && !isLoopback(server.hostname),
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(server.password) } }),
    ...{ connectionTimeout: STEP_MS, greetingTimeout: STEP_MS, socketTimeout: STEP_MS, dnsTimeout: STEP_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true, logger: false },
    tls: { minVersion: 'TLSv1.2' },
  })
  return async (message, to) => {
    const sending = transport.sendMail({
      ...{ from, to: { name: '', address: to }, envelope: { from, to: [to] } },
      ...mailText(message, origin),
      messageId: `<${message.id}@${new URL(origin).hostname}>`,
      date: new Date(message.at),
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    try {
      await Promise.race([sending, late()])
      return { ok: true }
    } catch (error) {
      // A try that was given up may still end, and nobody listens then.
      void sending.catch(() => undefined)
      return faultOf(error)
    }
  }
}

/** Our own words: a server's may hold anything. */
function faultOf(error: unknown): Sent {
  const said = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined)
  const status = said('responseCode')
  // A 5xx to the recipient stays one. To anything before it is the desk's own setting, which somebody may put right.
  const isFinal = said('code') === 'EENVELOPE' && typeof status === 'number' && status >= 500
  if (said('code') === 'ETLS') return { ok: false, why: 'The mail server offers no TLS.', isFinal: false }
  if (typeof status === 'number') return { ok: false, why: `The mail server answered ${status}.`, isFinal }
  return { ok: false, why: 'No mail server answered.', isFinal: false }
}

function late(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), WHOLE_MS).unref()
  })
}
