import { describe, expect, it } from 'vitest'
import { paneAction, paneKeys } from './keys'

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

  it.each([false, true])('are all in the list, on a Mac: %s', (mac) => {
    const letters = 'abcdefghijklmnopqrstuvwxyz0123456789,.-'.split('')
    const names = {
      Insert: 'Insert',
      Home: 'Home',
      End: 'End',
      ArrowUp: '↑',
      ArrowDown: '↓',
      PageUp: 'PgUp',
      Delete: 'Delete',
    }
    const caps = new Map([
      ...letters.map((key): [string, string] => [key, key.toUpperCase()]),
      ...Object.entries(names),
    ])
    const listed = new Set(
      paneKeys.map(({ action, keys, mac: macKeys }) => `${action} ${[...((mac && macKeys) || keys)].sort().join('+')}`),
    )
    const modifiers = ['Ctrl', 'Shift', 'Alt', 'Meta']
    for (let held = 0; held < 16; held++) {
      const down = modifiers.filter((_, bit) => held & (1 << bit))
      for (const [key, cap] of caps) {
        // On a Mac these mean the same with Shift.
        if (mac && down.includes('Shift') && 'cvf'.includes(key)) continue
        const action = paneAction(press([...down, key].join('+')), mac)
        const shown = [...down.map((name) => (name === 'Meta' ? '⌘' : name)), cap].sort().join('+')
        if (action) expect(listed).toContain(`${action} ${shown}`)
      }
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
