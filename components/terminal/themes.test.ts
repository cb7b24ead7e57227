import { describe, expect, it } from 'vitest'
import { terminalThemes as names } from '@/core/preferences/preferences'
import { contrast } from './contrast'
import { coloursOf, paletteNames, themes } from './themes'

describe.each(Object.entries(themes))('the theme %s', (_name, theme) => {
  it('has text, a cursor and colours that can be read on its ground', () => {
    expect(contrast(theme.foreground, theme.background)).toBeGreaterThanOrEqual(6)
    expect(contrast(theme.cursor, theme.background)).toBeGreaterThanOrEqual(3)
    const dark = contrast(theme.background, '#ffffff') > contrast(theme.background, '#000000')
    // Black on a dark ground and white on a light one are grounds themselves.
    const grounds = dark ? ['black'] : []
    for (const name of paletteNames) {
      if (!grounds.includes(name)) expect([name, contrast(theme[name] ?? '', theme.background)]).toSatisfy(readable)
    }
  })

  it('has all of its colours', () => {
    for (const name of paletteNames) expect(theme[name]).toMatch(/^#[0-9a-f]{6}$/)
    expect(theme.selectionBackground).toMatch(/^#[0-9a-f]{8}$/)
  })
})

const readable = ([, ratio]: [string, number]) => ratio >= 4.5

describe('a preference for colours', () => {
  it('follows the page unless one is chosen', () => {
    expect(coloursOf('page', 'light')).toBe(themes['gatehouse-light'])
    expect(coloursOf('page', 'dark')).toBe(themes['gatehouse-dark'])
    expect(coloursOf('nord', 'light')).toBe(themes.nord)
    for (const name of names) expect(coloursOf(name, 'dark')).toBeDefined()
  })
})
