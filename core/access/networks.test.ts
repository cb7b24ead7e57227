import { expect, it } from 'vitest'
import { parseRanges } from '../inventory/ranges'
import { isFrom } from './networks'

const office = parseRanges(['192.0.2.0/24', '2001:db8::/32'])

it.each([
  ['192.0.2.1', true],
  ['::ffff:192.0.2.1', true],
  ['198.51.100.1', false],
  ['2001:db8:1::1', true],
  ['2001:db9::1', false],
  // 6to4, NAT64 and compatible addresses: anybody may put any IPv4 address into them.
  ['2002:c000:0201::1', false],
  ['64:ff9b::192.0.2.1', false],
  ['::192.0.2.1', false],
  ['', false],
  ['unknown', false],
])('whether %s is from one of the networks: %s', (address, expected) => {
  expect(isFrom(address, office)).toBe(expected)
})
