import { describe, expect, it } from 'vitest'
import { visible } from './visible'

describe('what a host says', () => {
  it.each([
    ['plain words, 中文', 'plain words, 中文'],
    ['\u001b[2Jgone', '\\x1B[2Jgone'],
    ['a\r\nb\u0000\u0007\u007f', 'a\\x0D\\x0Ab\\x00\\x07\\x7F'],
    ['\u009b31m', '\\x9B31m'],
    ['txt\u202egpj', 'txt\\u202Egpj'],
  ])('%j is shown as %j', (text, shown) => expect(visible(text)).toBe(shown))
})
