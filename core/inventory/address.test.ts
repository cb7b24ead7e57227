import { expect, it } from 'vitest'
import { addressSchema, normalizeAddress, portSchema, requireAddressAllowed } from './address'
import { defaultForbiddenRanges, liesIn, parseRanges } from './ranges'

it.each([
  ['10.0.0.1', '10.0.0.1'],
  [' web.Example.COM. ', 'web.example.com'],
  ['localhost', 'localhost'],
  ['my_host', 'my_host'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::1', '::1'],
])('spells %s as %s', (input, expected) => {
  expect(normalizeAddress(input)).toBe(expected)
})

it.each([
  'two words',
  '',
  '999.1.1.1',
  '10.1',
  '010.0.0.1',
  '0x7f.0.0.1',
  '2130706433',
  'a..b',
  '-web',
  'web-',
  'host:22',
  'user@host',
  'host/path',
  'ssh://host',
  'a?b',
  '%31',
  '<b>',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(130)}example`,
  ':::',
  'a\u0000b',
])('refuses %j', (input) => {
  expect(normalizeAddress(input)).toBeUndefined()
  expect(addressSchema.safeParse(input).success).toBe(false)
})

it.each([1, 22, 65535, '2222'])('takes port %j', (port) => {
  expect(portSchema.parse(port)).toBe(Number(port))
})

it.each([0, 70000, -1, 22.5, '', '0', '70000', '22x', '1e3', null, undefined])('refuses port %j', (port) => {
  const parsed = portSchema.safeParse(port)
  expect(parsed.success).toBe(false)
  expect(parsed.error?.issues[0]?.message).toBe('field:port-range')
})

const forbidden = parseRanges(defaultForbiddenRanges)

it.each([
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '::169.254.169.254',
  'fe80::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  '100.100.100.200',
  '224.0.0.1',
  'ff02::1',
  '255.255.255.255',
  '0.0.0.0',
  '::',
])('forbids %s', (address) => {
  expect(liesIn(address, forbidden)).toBe(true)
})

it.each(['10.0.0.1', '127.0.0.1', '::1', '192.168.1.1', '2001:db8::1', '::ffff:10.0.0.1', 'web.example.com'])(
  'allows %s by default',
  (address) => {
    expect(liesIn(address, forbidden)).toBe(false)
    expect(() => requireAddressAllowed(address, forbidden)).not.toThrow()
  },
)

it('names the address that is forbidden, at its field', () => {
  expect(() => requireAddressAllowed('169.254.169.254', forbidden)).toThrow(
    expect.objectContaining({ code: 'address-forbidden', fields: { address: 'address-forbidden' } }),
  )
})

it('takes an IPv6 range that covers mapped addresses, and refuses what is no range', () => {
  expect(liesIn('::ffff:10.0.0.1', parseRanges(['::ffff:0:0/96']))).toBe(true)
  expect(() => parseRanges(['10.0.0.0/99'])).toThrow('10.0.0.0/99')
  expect(() => parseRanges(['here'])).toThrow('here')
})
