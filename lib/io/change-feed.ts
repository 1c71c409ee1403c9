import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { z } from 'zod'
import type { Change } from '@/lib/audit/change'
import { logFault } from '@/lib/io/log'

const CHANNEL = 'countersign_changes'
const LONGEST_WAIT_MS = 15_000
const ASK_EVERY_MS = 20_000
const ANSWER_WITHIN_MS = 5_000

/** What the feed tells: a change, that some session ended, that it hears nothing now, that it hears again. */
export type FeedNews =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'session' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'resync' }

export type ChangeFeed = {
  /** Tells from now on; returns how to stop. The first listener opens the connection. */
  readonly listen: (tell: (news: FeedNews) => void) => () => void
  readonly isHearing: () => boolean
  readonly close: () => Promise<void>
}

const text = z.string().max(200)
const changeSchema = z.object({
  action: text,
  type: text,
  id: text,
  withdrawal: text.nullable(),
  safe: text.nullable(),
  by: text.nullable(),
  xid: z.string().regex(/^\d{1,20}$/),
}) satisfies z.ZodType<Change>
const sessionSchema = z.object({ type: z.literal('session') })

/**
 * One connection that listens to what db/migrations/0006 tells at each commit, for every stream of this process. Comes
 * back by itself; what was committed meanwhile is lost, which `resync` says.
 * @param name as PostgreSQL shows the connection
 */
export function openChangeFeed(databaseUrl: string, name = 'countersign changes'): ChangeFeed {
  const listeners = new Set<(news: FeedNews) => void>()
  const over = new AbortController()
  let hearing = false
  let running: Promise<void> | null = null
  const tellAll = (news: FeedNews) => [...listeners].forEach((tell) => tell(news))

  async function run(): Promise<void> {
    for (let failures = 0; !over.signal.aborted; failures += 1) {
      const client = new Client({
        ...{ connectionString: databaseUrl, application_name: name, keepAlive: true },
        ...{ connectionTimeoutMillis: ANSWER_WITHIN_MS, query_timeout: ANSWER_WITHIN_MS },
      })
      try {
        const ended = endOf(client)
        client.on('notification', ({ payload }) => {
          const news = readPayload(payload)
          if (news) tellAll(news)
        })
        await client.connect()
        await client.query(`LISTEN ${CHANNEL}`)
        failures = 0
        hearing = true
        tellAll({ kind: 'resync' })
        await Promise.race([ended, askNowAndThen(client, over.signal)])
      } catch (error) {
        if (!over.signal.aborted) logFault(error, { what: 'change feed' })
      }
      if (hearing) tellAll({ kind: 'lost' })
      hearing = false
      // Not awaited: the other side may be gone without a word.
      void client.end().catch(() => undefined)
      await sleep(waitOf(failures), undefined, { signal: over.signal }).catch(() => undefined)
    }
  }

  return {
    listen: (tell) => {
      listeners.add(tell)
      running ??= run()
      return () => void listeners.delete(tell)
    },
    isHearing: () => hearing,
    close: async () => {
      over.abort()
      await running
    },
  }
}

/** Null for what is not of our making: anybody who may connect may notify. */
function readPayload(payload: string | undefined): FeedNews | null {
  try {
    const value: unknown = JSON.parse(payload ?? '')
    const change = changeSchema.safeParse(value)
    if (change.success) return { kind: 'change', change: change.data }
    return sessionSchema.safeParse(value).success ? { kind: 'session' } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

// Settles when the connection ends, whoever ended it; an error that nobody listens to would end the process.
function endOf(client: Client): Promise<void> {
  return new Promise((resolve) => {
    client.on('error', () => resolve())
    client.on('end', () => resolve())
  })
}

// A connection whose other side vanished looks quiet. @throws when there is no answer
async function askNowAndThen(client: Client, signal: AbortSignal): Promise<never> {
  for (;;) {
    await sleep(ASK_EVERY_MS, undefined, { signal })
    await client.query('SELECT 1')
  }
}

// Not all processes at once after a restart of the database.
const waitOf = (failures: number) => Math.min(LONGEST_WAIT_MS, 250 * 2 ** failures) * (0.5 + Math.random() / 2)
