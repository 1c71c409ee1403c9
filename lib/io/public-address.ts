import 'server-only'
import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** What IANA's registry does not give to the public, as of RFC 6890 and its later entries. */
const REFUSED_V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
]
/** Within 2000::/3, the only part of IPv6 that is public at all: Teredo and other protocols, documentation, 6to4. */
const REFUSED_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

const refused = blockList([...REFUSED_V4, ...REFUSED_V6])
const unicast = blockList(['2000::/3'])

/**
 * Whether an address is one that anybody on the internet may be reached at. What merely stands for another address (IPv4
 * mapped into IPv6, 6to4, NAT64, Teredo) is not: it could stand for one of this network.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused.check(address, 'ipv4')
  // A zone names an interface of this machine.
  if (!isIPv6(address) || address.includes('%')) return false
  return unicast.check(address, 'ipv6') && !refused.check(address, 'ipv6')
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/')
    list.addSubnet(net, Number(prefix), isIPv4(net) ? 'ipv4' : 'ipv6')
  }
  return list
}
