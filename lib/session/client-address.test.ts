import { expect, it } from 'vitest'
import { clientAddressOf } from './client-address'

const clientOf = (value: string, header: string | null = 'x-forwarded-for') =>
  clientAddressOf(new Headers({ 'X-Forwarded-For': value }), header)

it('believes no header that was not configured', () => {
  expect(clientOf('203.0.113.7', null)).toBeNull()
  expect(clientOf('203.0.113.7', 'x-real-ip')).toBe('')
})

it('takes the entry that the proxy added, never one that the client wrote before it', () => {
  expect(clientOf('203.0.113.7')).toBe('203.0.113.7')
  expect(clientOf('198.51.100.1, 10.0.0.1, 203.0.113.7')).toBe('203.0.113.7')
})

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('counts %s as its network, %s', (address, network) => expect(clientOf(address)).toBe(network))

it('keeps IPv4 addresses in IPv6 form apart', () => {
  expect(clientOf('::ffff:203.0.113.7')).not.toBe(clientOf('::ffff:203.0.113.8'))
})
