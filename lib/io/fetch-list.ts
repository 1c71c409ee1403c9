import 'server-only'
import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from '@/lib/io/public-address'

const TIMEOUT_MS = 30_000
const HTTPS_PORTS: readonly string[] = ['', '443']

/** What came of asking; the reason is in the desk's own words, never in those of the other side. */
export type ListFetched = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }

export type ListSource = {
  /** Why the desk would never ask there, as the end of a sentence; null where it may. Looks nothing up. */
  readonly refusalOf: (url: string) => string | null
  /** One request within half a minute; never throws for what the other side does. */
  readonly fetch: (url: string, limitBytes: number) => Promise<ListFetched>
}

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
  return {
    refusalOf,
    fetch: async (text, limitBytes) => {
      const fault = refusalOf(text)
      if (fault !== null) return { ok: false, why: `The URL ${fault}.` }
      const url = new URL(text)
      const ask = async () => {
        const address = await addressOf(url, isEndpoint(url), resolve)
        return address.ok ? read(url, address.text, limitBytes) : address
      }
      return Promise.race([ask().catch(() => failed(`${url.hostname} cannot be reached.`)), late(url)])
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

async function read(url: URL, address: string, limitBytes: number): Promise<ListFetched> {
  const response = await send(url, address)
  try {
    if (response.statusCode !== 200)
      return failed(`${url.hostname} answered ${response.statusCode ?? 'nothing'}. Redirects are not followed.`)
    if (![undefined, '', 'identity'].includes(response.headers['content-encoding']))
      return failed(`${url.hostname} answered in a packed form that was not asked for.`)
    const parts: Buffer[] = []
    let length = 0
    for await (const part of response as AsyncIterable<Buffer>) {
      length += part.byteLength
      if (length > limitBytes) return failed(`${url.hostname} answered with more than ${limitBytes / 1_000_000} MB.`)
      parts.push(part)
    }
    // Cut off in the middle it would be a shorter list.
    if (!response.complete) return failed(`${url.hostname} stopped in the middle of its answer.`)
    return { ok: true, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(parts)) }
  } finally {
    response.destroy()
  }
}

// Connects to the address that was judged; the name stays in the certificate's check and in the Host header.
function send(url: URL, address: string): Promise<IncomingMessage> {
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
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    request.once('response', resolve)
    request.once('error', reject)
    request.end()
  })
}

const resolveName: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address)

const late = (url: URL) =>
  new Promise<ListFetched>((resolve) => {
    const sentence = `${url.hostname} did not answer within ${TIMEOUT_MS / 1000} s.`
    setTimeout(() => resolve(failed(sentence)), TIMEOUT_MS).unref()
  })

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

const failed = (why: string): ListFetched => ({ ok: false, why })
