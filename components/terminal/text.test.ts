import { describe, expect, it } from 'vitest'
import { pasteable } from './clipboard'
import { printable } from './printable'

describe('text of a host outside its terminal', () => {
  it('shows control characters instead of obeying them', () => {
    expect(printable('\u001b]52;c;AAAA\u0007\u009b2J\rhi')).toBe('\\x1B]52;c;AAAA\\x07\\x9B2J\\x0Dhi')
  })

  it('shows characters that would turn the direction of writing', () => {
    expect(printable('a\u202eb')).not.toContain('\u202e')
  })

  it('leaves lines and other scripts alone', () => {
    expect(printable('第一行\nдва')).toBe('第一行\nдва')
  })
})

describe('text from the clipboard', () => {
  it('can not end the paste it is in', () => {
    expect(pasteable('echo safe\u001b[201~\rrm -rf ~')).toBe('echo safe[201~\rrm -rf ~')
    expect(pasteable('\u009b201~\u0003\u0004')).toBe('201~')
  })

  it('keeps tabs, line ends and every script', () => {
    expect(pasteable('\tif x:\r\n\t\tпечать("中文 👩‍👩‍👧")\n')).toBe('\tif x:\r\n\t\tпечать("中文 👩‍👩‍👧")\n')
  })
})
