import { describe, expect, it } from 'vitest'
import { hostCopyText } from './host-copy'
import { linesOf, onOneLine, runsLines, shownLine } from './paste'

describe('a paste', () => {
  it.each([
    ['ls', false],
    ['ls\n', true],
    ['a\rb', true],
    ['a\r\nb', true],
  ])('%j holds line ends: %s', (text, holds) => expect(runsLines(text)).toBe(holds))

  it.each([
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['a\rb', ['a', 'b']],
    ['a\n\nb', ['a', '', 'b']],
  ])('%j has the lines %j', (text, lines) => expect(linesOf(text)).toEqual(lines))

  it('goes on one line', () => expect(onOneLine(' a \\\r\n\n  b\n')).toBe('a \\ b'))
  it('is shown with what can not be seen', () => expect(shownLine('\tx\u202e')).toBe('⇥x\\u202E'))
})

describe('text that a host copies', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  it('is decoded as UTF-8', () => {
    expect(hostCopyText(`c;${base64('héllo 中文')}`)).toBe('héllo 中文')
    expect(hostCopyText(`;${base64('x')}`)).toBe('x')
  })
  it.each([
    ['the question for what is there', 'c;?'],
    ['nothing', 'c;'],
    ['no base64', 'c;***'],
    ['no UTF-8', `c;${Buffer.from([0xff, 0xfe]).toString('base64')}`],
    ['an unknown selection', `z;${base64('x')}`],
    ['too much', `c;${'A'.repeat(2_000_000)}`],
  ])('is not taken from %s', (_name, data) => expect(hostCopyText(data)).toBeUndefined())
})
