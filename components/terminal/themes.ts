import type { ITheme } from '@xterm/xterm'
import type { TerminalThemeName } from '@/core/preferences/preferences'

export type PageTheme = 'dark' | 'light'
export type Colours = Required<Pick<ITheme, 'background' | 'foreground' | 'cursor' | 'cursorAccent'>> & ITheme
export type OwnThemeName = Exclude<TerminalThemeName, 'page'>

/** The sixteen colours of a terminal: eight, and their bright forms, in the order of their numbers. */
export const paletteNames = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const

/** `ground text cursor selection`, then the sixteen, as hexadecimal without `#`. */
function colours(base: string, normal: string, bright: string): Colours {
  const [background = '', foreground = '', cursor = '', selectionBackground = ''] = hex(base)
  const palette = [...hex(normal), ...hex(bright)]
  return {
    background,
    foreground,
    cursor,
    cursorAccent: background,
    selectionBackground,
    // The ruler stands on the same ground, without a line between.
    overviewRulerBorder: background,
    scrollbarSliderBackground: `${foreground}33`,
    scrollbarSliderHoverBackground: `${foreground}55`,
    scrollbarSliderActiveBackground: `${foreground}77`,
    ...Object.fromEntries(paletteNames.map((name, index) => [name, palette[index]])),
  }
}

function hex(list: string): string[] {
  return list.split(' ').map((digits) => `#${digits}`)
}

/** The terminal's colours. Text reads on its ground in each; the preference for contrast lifts what a program mixes itself. */
export const themes: Record<OwnThemeName, Colours> = {
  'gatehouse-dark': colours(
    '0b0e12 dfe4ea 4fd1b5 2b5f57aa',
    '1c2129 ff7b72 6fd49a f2b95c 79b8ff d2a8ff 56d4dd c9d1d9',
    '7d8794 ffa198 8fe3b4 f7d08a a5d0ff e2c5ff 8be9ef ffffff',
  ),
  'gatehouse-light': colours(
    'fbfcfd 1b2027 0b6b5d 9fd8ccaa',
    '1b2027 b3261e 146c43 7a4b00 0a58ca 7b2fb0 0b6370 566070',
    '5c6675 c8372d 1a7f4b 8a5300 1f6feb 8a3fc7 0e7490 14181f',
  ),
  midnight: colours(
    '000000 f2f2f2 ffffff 4d6a9eaa',
    '262626 ff6b6b 5ff087 ffd75f 7aa8ff ff8cf0 5ff0f0 d9d9d9',
    '8c8c8c ff9e9e 9affb0 ffe999 adcaff ffb8f6 a3ffff ffffff',
  ),
  dracula: colours(
    '282a36 f8f8f2 f8f8f2 44475acc',
    '21222c ff7b7b 50fa7b f1fa8c bd93f9 ff79c6 8be9fd f8f8f2',
    '8b96c4 ff9292 69ff94 ffffa5 d6acff ff92df a4ffff ffffff',
  ),
  nord: colours(
    '2e3440 d8dee9 d8dee9 4c566acc',
    '3b4252 e28d96 a3be8c ebcb8b 8fb0d3 c79bbf 88c0d0 e5e9f0',
    '94a1b8 eaa0a8 b5cf9f f2d9a5 a3c0df d5b0cd 8fbcbb eceff4',
  ),
  'gruvbox-dark': colours(
    '282828 ebdbb2 ebdbb2 665c54cc',
    '3c3836 fb6a58 b8bb26 fabd2f 8fb3a8 d98ba5 8ec07c d5c4a1',
    'a89984 fc8272 c6c940 fccb57 a2c4b8 e2a1b7 a2cf92 fbf1c7',
  ),
  'solarized-dark': colours(
    '002b36 a9b7b8 93a1a1 0f5363cc',
    '073642 ff7f6e a3b324 d0a41f 59adeb f078ac 3fb8ad eee8d5',
    '839ca3 ff9a80 b9c73d e0b738 7cc0f2 a5a9ee 66ccc2 fdf6e3',
  ),
  'solarized-light': colours(
    'fdf6e3 47585f 586e75 d5cda9aa',
    '073642 b5231f 586600 805e00 1a6299 b02368 1c6f68 5c6a6b',
    '5b6b70 a8390f 536200 7a5a00 175b8e 5558a8 19665f 002b36',
  ),
  paper: colours(
    'ffffff 000000 000000 b4d5feaa',
    '000000 a40000 046a04 6b4f00 0033b3 7a0080 00606b 4a4a4a',
    '555555 b80000 0a6f0a 745600 1e40c8 8b0f91 006a76 111111',
  ),
}

/** The portal's own colours, by the page's theme. The replay shows these too. */
export const terminalThemes: Record<PageTheme, Colours> = {
  dark: themes['gatehouse-dark'],
  light: themes['gatehouse-light'],
}

/** The colours of a preference; `page` follows the page. */
export function coloursOf(name: TerminalThemeName, page: PageTheme): Colours {
  return name === 'page' ? terminalThemes[page] : themes[name]
}
