import 'server-only'
import type { OutboundNotice } from '@/lib/notices/message'

/** A way out of the desk. The text is stored, so none is ever renamed. */
export type Channel = 'mail' | 'webhook'

/** Where notices leave the desk, as the environment says it. */
export type OutboxSettings = {
  readonly mail: { readonly url: string; readonly from: string } | null
  /** Standard Webhooks: the key that signs what is posted. */
  readonly webhook: { readonly url: string; readonly secret: Uint8Array } | null
}

/** What became of one try. `isFinal`: trying again would change nothing. The reason is in the desk's own words. */
export type Sent = { readonly ok: true } | { readonly ok: false; readonly why: string; readonly isFinal: boolean }

/** How notices leave the desk. Only the worker has a channel. */
export type Outbox = {
  /** Those that the environment sets up. */
  readonly channels: readonly Channel[]
  /** One try within seconds; never throws for what the other side does. */
  readonly mail: (message: OutboundNotice, to: string) => Promise<Sent>
  readonly webhook: (message: OutboundNotice) => Promise<Sent>
}

const notSetUp = async (): Promise<Sent> => ({ ok: false, why: 'This desk has no such way out now.', isFinal: false })

/** Sends nothing anywhere. */
export const NO_OUTBOX: Outbox = { channels: [], mail: notSetUp, webhook: notSetUp }
