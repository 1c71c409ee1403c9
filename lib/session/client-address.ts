import 'server-only'

/**
 * The client as the proxy in front names it, or null when no header is configured. A request that came past the proxy
 * shares one name with all others that did.
 * @param header CLIENT_ADDRESS_HEADER; of a list only the last entry counts, since the client writes the ones before
 */
export function clientAddressOf(headers: Headers, header: string | null): string | null {
  if (header === null) return null
  const last = (headers.get(header) ?? '').split(',').at(-1)?.trim().toLowerCase() ?? ''
  return networkOf(last)
}

// One customer has a whole IPv6 /64 (RFC 6177), so its addresses are one client.
function networkOf(address: string): string {
  const isMapped = address.includes('.')
  if (!address.includes(':') || isMapped) return address
  const [head = '', tail = ''] = address.split('::')
  const [first, last] = [groupsOf(head), groupsOf(tail)]
  const zeros = Array<string>(address.includes('::') ? Math.max(0, 8 - first.length - last.length) : 0).fill('0')
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`
}

const groupsOf = (part: string) =>
  part.split(':').flatMap((group) => (group === '' ? [] : [group.replace(/^0+(?=.)/, '')]))
