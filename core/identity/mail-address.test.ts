import { describe, expect, it } from 'vitest'
import { mailAddressSchema, normalMailAddress, parseMailbox } from './mail-address'

describe('an e-mail address', () => {
  it.each([
    ['olga@example.com', 'olga@example.com'],
    ['  Olga.K+gate@EXAMPLE.com ', 'Olga.K+gate@example.com'],
    ['root@mail', 'root@mail'],
    ['olga@bücher.example', 'olga@xn--bcher-kva.example'],
    ["o'hara@example.com", "o'hara@example.com"],
  ])('%j is stored as %s', (text, stored) => expect(normalMailAddress(text)).toBe(stored))

  it.each([
    '',
    'olga',
    '@example.com',
    'olga@',
    'olga@@example.com',
    'olga @example.com',
    'olga@example.com\r\nBcc: eve@example.com',
    'olga\n@example.com',
    'olga@example.com, eve@example.com',
    'olga@example.com>',
    '<olga@example.com>',
    '"olga"@example.com',
    '.olga@example.com',
    'ol..ga@example.com',
    'ølga@example.com',
    'olga@-example.com',
    'olga@example.com/x',
    'olga@example.com:25',
    'olga@[127.0.0.1]',
    'olga@127.0.0.1',
    'olga@exam\u2028ple.com',
    `${'o'.repeat(65)}@example.com`,
    `olga@${'a.'.repeat(126)}com`,
  ])('%j is none', (text) => expect(normalMailAddress(text)).toBeNull())

  it('may be left out of a form, and is refused with a word for its field', () => {
    for (const none of [undefined, null, '', '  ']) expect(mailAddressSchema.parse(none)).toBeNull()
    expect(mailAddressSchema.safeParse('olga').error?.issues[0]?.message).toBe('field:mail-invalid')
  })
})

describe('a sender', () => {
  it.each([
    ['gate@example.com', { name: 'Gatehouse', address: 'gate@example.com' }],
    ['The Gate <gate@example.com>', { name: 'The Gate', address: 'gate@example.com' }],
    ['Gate', null],
    ['Gate <gate@example.com>\nBcc: eve@example.com', null],
    ['G\nBcc: eve@example.com <gate@example.com>', null],
    ['<gate@example.com', null],
  ])('%j is %j', (text, sender) => expect(parseMailbox(text)).toEqual(sender))
})
