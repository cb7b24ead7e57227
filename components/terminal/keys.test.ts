import { describe, expect, it } from 'vitest'
import { paneAction } from './keys'

const press = (text: string) => {
  const parts = text.split('+')
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Ctrl'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
    metaKey: parts.includes('Meta'),
  }
}

describe('the keys of a pane', () => {
  it('leave the shell every Ctrl-letter, every Alt-letter and the plain keys', () => {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz[]\\^_@ ') {
      for (const mac of [false, true]) {
        expect(paneAction(press(`Ctrl+${letter}`), mac)).toBeUndefined()
        expect(paneAction(press(`Alt+${letter}`), mac)).toBeUndefined()
        expect(paneAction(press(letter), mac)).toBeUndefined()
        expect(paneAction(press(`Shift+${letter.toUpperCase()}`), mac)).toBeUndefined()
      }
    }
    for (const key of ['ArrowUp', 'PageUp', 'Home', 'F1', 'Enter', 'Tab', 'Escape', 'Insert', 'Delete']) {
      expect(paneAction(press(key), false)).toBeUndefined()
    }
  })

  it.each([
    ['Ctrl+Shift+C', 'copy'],
    ['Ctrl+Insert', 'copy'],
    ['Ctrl+Shift+V', 'paste'],
    ['Shift+Insert', 'paste'],
    ['Ctrl+Shift+F', 'find'],
    ['Ctrl+Shift+S', 'snippets'],
    ['Ctrl+Shift+ArrowUp', 'previousPrompt'],
    ['Ctrl+Shift+ArrowDown', 'nextPrompt'],
    ['Ctrl+,', 'preferences'],
  ])('%s is %s', (keys, action) => expect(paneAction(press(keys), false)).toBe(action))

  it.each([
    ['Meta+c', 'copy'],
    ['Meta+v', 'paste'],
    ['Meta+f', 'find'],
    ['Meta+Shift+S', 'snippets'],
    ['Meta+k', undefined],
    ['Ctrl+Shift+C', undefined],
  ])('on a Mac %s is %s', (keys, action) => expect(paneAction(press(keys), true)).toBe(action))
})
