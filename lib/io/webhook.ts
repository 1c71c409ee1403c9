import 'server-only'
import { createHmac } from 'node:crypto'
import type { Clock } from '@/lib/io/clock'
import type { Outbox, OutboxSettings } from '@/lib/io/outbox'
import { webhookBody } from '@/lib/notices/message'

const TIMEOUT_MS = 10_000
const GONE = 410

/**
 * Posts notices as Standard Webhooks has it: `webhook-id` is the same in every try, `webhook-timestamp` is of this one, and
 * `webhook-signature` is HMAC-SHA-256 over both and the body. Follows no redirect and reads no answer but its status.
 * @param origin of the desk, for links
 */
export function createWebhook(
  { url, secret }: NonNullable<OutboxSettings['webhook']>,
  origin: string,
  clock: Clock,
): Outbox['webhook'] {
  return async (message) => {
    const body = webhookBody(message, origin)
    const timestamp = String(Math.floor(clock.now().getTime() / 1000))
    const signature = createHmac('sha256', secret).update(`${message.id}.${timestamp}.${body}`).digest('base64')
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': message.id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
        body,
        redirect: 'manual',
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      await response.body?.cancel()
      if (response.ok) return { ok: true }
      return { ok: false, why: `The receiver answered ${response.status}.`, isFinal: response.status === GONE }
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError'
      const why = isLate
        ? `The receiver did not answer within ${TIMEOUT_MS / 1000} s.`
        : 'The receiver cannot be reached.'
      return { ok: false, why, isFinal: false }
    }
  }
}
