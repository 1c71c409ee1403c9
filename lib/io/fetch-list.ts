import 'server-only'
import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from '@/lib/io/public-address'

const TIMEOUT_MS = 30_000
const HTTPS_PORTS: readonly string[] = ['', '443']

/** How much is taken, and how long it may take. */
export type FetchLimits = { readonly bytes: number; readonly milliseconds: number }

/** What came of asking; the reason is in the desk's own words, never in those of the other side. */
export type ListFetched = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }

export type ListSource = {
  /** Why the desk would never ask there, as the end of a sentence; null where it may. Looks nothing up. */
  readonly refusalOf: (url: string) => string | null
  /** One request within half a minute; never throws for what the other side does. */
  readonly fetch: (url: string, limitBytes: number) => Promise<ListFetched>
  /** The same piece by piece. @throws whatever `take` throws, which ends it */
  readonly fetchPieces: (url: string, limits: FetchLimits, take: (piece: Uint8Array) => void) => Promise<PiecesFetched>
}

export type PiecesFetched = { readonly ok: true } | { readonly ok: false; readonly why: string }

type Resolve = (hostname: string) => Promise<readonly string[]>

/**
 * Fetches lists from URLs that somebody typed in a browser: by https, on its own port, from a public address that is looked
 * up once and then connected to, whatever the name says a moment later. Follows no redirect and sends nothing of the desk.
 * @param endpoints beginnings of URLs that the environment allows whatever they lead to, each ending in a slash
 */
export function createFetchList(endpoints: readonly string[], resolve: Resolve = resolveName): ListSource {
  const isEndpoint = (url: URL) => endpoints.some((endpoint) => url.href.startsWith(endpoint))
  const refusalOf = (text: string) =>
    URL.canParse(text) ? faultOf(new URL(text), isEndpoint(new URL(text))) : 'is no URL'
  const fetchPieces: ListSource['fetchPieces'] = async (text, limits, take) => {
    const fault = refusalOf(text)
    if (fault !== null) return failed(`The URL ${fault}.`)
    const url = new URL(text)
    const stop = new AbortController()
    const held: { refusal: { readonly error: unknown } | null } = { refusal: null }
    const takeOne = (piece: Uint8Array) => {
      try {
        // What comes after the answer was given up is nobody's any more.
        if (!stop.signal.aborted) take(piece)
      } catch (error) {
        held.refusal = { error }
        throw error
      }
    }
    const ask = async () => {
      const address = await addressOf(url, isEndpoint(url), resolve)
      return address.ok ? read(url, address.text, { ...limits, signal: stop.signal }, takeOne) : address
    }
    const { milliseconds } = limits
    const answer = await Promise.race([
      ask().catch(() => failed(`${url.hostname} cannot be reached.`)),
      late(url, milliseconds),
    ])
    stop.abort()
    if (held.refusal !== null) throw held.refusal.error
    return answer
  }
  return {
    refusalOf,
    fetchPieces,
    fetch: async (text, bytes) => {
      const pieces: Uint8Array[] = []
      const fetched = await fetchPieces(text, { bytes, milliseconds: TIMEOUT_MS }, (piece) => void pieces.push(piece))
      if (!fetched.ok) return fetched
      return { ok: true, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(pieces)) }
    },
  }
}

function faultOf(url: URL, isEndpoint: boolean): string | null {
  if (url.username + url.password !== '') return 'holds a password, which every reader of the log would see'
  if (url.hash !== '') return 'holds a #, which no server is told'
  if (isEndpoint) return null
  if (url.protocol !== 'https:') return 'does not begin with https://'
  if (!HTTPS_PORTS.includes(url.port)) return 'names another port than 443, and the environment does not allow it'
  const host = bare(url.hostname)
  return isIP(host) !== 0 && !isPublicAddress(host) ? 'leads into a private network' : null
}

// One answer decides: every address of the name must be public, or a name with two could be tried until it is not.
async function addressOf(url: URL, isEndpoint: boolean, resolve: Resolve): Promise<ListFetched> {
  const host = bare(url.hostname)
  const addresses = isIP(host) === 0 ? await resolve(host) : [host]
  const [first] = addresses
  if (first === undefined) return failed(`${url.hostname} has no address.`)
  if (!isEndpoint && !addresses.every(isPublicAddress)) return failed(`${url.hostname} leads into a private network.`)
  return { ok: true, text: first }
}

type Asking = FetchLimits & { readonly signal: AbortSignal }

async function read(
  url: URL,
  address: string,
  asking: Asking,
  take: (piece: Uint8Array) => void,
): Promise<PiecesFetched> {
  const response = await send(url, address, asking)
  try {
    if (response.statusCode !== 200)
      return failed(`${url.hostname} answered ${response.statusCode ?? 'nothing'}. Redirects are not followed.`)
    if (![undefined, '', 'identity'].includes(response.headers['content-encoding']))
      return failed(`${url.hostname} answered in a packed form that was not asked for.`)
    const tooMuch = () => failed(`${url.hostname} answered with more than ${asking.bytes / 1_000_000} MB.`)
    if (Number(response.headers['content-length'] ?? 0) > asking.bytes) return tooMuch()
    let length = 0
    for await (const piece of response as AsyncIterable<Buffer>) {
      length += piece.byteLength
      if (length > asking.bytes) return tooMuch()
      take(piece)
    }
    // Cut off in the middle it would be a shorter list.
    if (!response.complete) return failed(`${url.hostname} stopped in the middle of its answer.`)
    return { ok: true }
  } finally {
    response.destroy()
  }
}

// Connects to the address that was judged; the name stays in the certificate's check and in the Host header.
function send(url: URL, address: string, { milliseconds, signal }: Asking): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:'
  const host = bare(url.hostname)
  return new Promise((resolve, reject) => {
    const request = (isSecure ? requestSecure : requestPlain)({
      host: address,
      port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, accept: '*/*', 'accept-encoding': 'identity' },
      ...(isSecure && isIP(host) === 0 ? { servername: host } : {}),
      agent: false,
      signal: AbortSignal.any([AbortSignal.timeout(milliseconds), signal]),
    })
    request.once('response', resolve)
    request.once('error', reject)
    request.end()
  })
}

const resolveName: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address)

const late = (url: URL, milliseconds: number) =>
  new Promise<PiecesFetched>((resolve) => {
    const sentence = `${url.hostname} did not answer within ${milliseconds / 1000} s.`
    setTimeout(() => resolve(failed(sentence)), milliseconds).unref()
  })

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

const failed = (why: string) => ({ ok: false, why }) as const
