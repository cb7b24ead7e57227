import { describe, expect, it } from 'vitest'
import { openable, opensLink } from './links'

const click = { ctrlKey: false, metaKey: false }

describe('a link in the terminal', () => {
  it('opens with the modifier, by a finger, or by a plain click where that is wanted', () => {
    expect(opensLink(click, 'modifier', false)).toBe(false)
    expect(opensLink({ ...click, ctrlKey: true }, 'modifier', false)).toBe(true)
    expect(opensLink({ ...click, metaKey: true }, 'modifier', false)).toBe(true)
    expect(opensLink(click, 'modifier', true)).toBe(true)
    expect(opensLink(click, 'plain', false)).toBe(true)
  })

  it.each([
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['http://exämple.com', 'http://xn--exmple-cua.com/'],
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['no address', undefined],
  ])('%s goes to %s', (uri, href) => expect(openable(uri)).toBe(href))
})
