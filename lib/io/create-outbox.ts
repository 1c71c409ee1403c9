import 'server-only'
import { type Clock, systemClock } from '@/lib/io/clock'
import { createMail } from '@/lib/io/mail'
import { NO_OUTBOX, type Outbox, type OutboxSettings } from '@/lib/io/outbox'
import { createWebhook } from '@/lib/io/webhook'

/** The ways out that the environment sets up. For the worker alone: the web sends nothing, and does not load what could. */
export function createOutbox({ mail, webhook }: OutboxSettings, origin: string, clock: Clock = systemClock): Outbox {
  return {
    channels: [...(mail ? (['mail'] as const) : []), ...(webhook ? (['webhook'] as const) : [])],
    mail: mail ? createMail(mail, origin) : NO_OUTBOX.mail,
    webhook: webhook ? createWebhook(webhook, origin, clock) : NO_OUTBOX.webhook,
  }
}
