import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillIn, placeholdersOf } from './placeholders'

describe('the placeholders of a snippet', () => {
  it.each([
    ['ls -l', []],
    ['systemctl restart {{service}}', [{ name: 'service', fallback: '' }]],
    [
      'tail -n {{lines:100}} {{file:/var/log/syslog}}',
      [
        { name: 'lines', fallback: '100' },
        { name: 'file', fallback: '/var/log/syslog' },
      ],
    ],
    ['{{a}} {{a:1}} {{a:2}}', [{ name: 'a', fallback: '1' }]],
    ['ping {{主机:localhost}}', [{ name: '主机', fallback: 'localhost' }]],
    ["docker ps --format '{{.Names}} {{json .}}'", []],
    ['{{}} {{ a }} {{1}} {{a', []],
  ])('%j has %j', (text, found) => expect(placeholdersOf(text)).toEqual(found))

  it.each([
    ['{{a}}-{{a}}', { a: 'x' }, 'x-x'],
    ['{{a:1}} {{b:2}}', { b: '' }, '1 '],
    ['{{a}} {{a:1}}', {}, '1 1'],
    ['{{a}}', { a: '{{b}} $& $1' }, '{{b}} $& $1'],
    ['{{toString}}', {}, ''],
  ])('%j filled with %j is %j', (text, values, filled) => expect(fillIn(text, values)).toBe(filled))

  it('leave a text without any as it is', () => {
    fc.assert(fc.property(fc.string(), (text) => placeholdersOf(text).length > 0 || fillIn(text, { a: 'x' }) === text))
  })
})
