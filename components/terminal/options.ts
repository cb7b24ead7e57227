import type { ITerminalOptions } from '@xterm/xterm'
import type { Preferences, TerminalFont } from '@/core/preferences/preferences'
import { coloursOf, type PageTheme } from './themes'

/** Chinese, Japanese and Korean come from the system; then whatever is monospaced. */
const fallback = '"Noto Sans Mono CJK SC", ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace'

const families: Record<TerminalFont, string | undefined> = {
  'jetbrains-mono': '"JetBrains Mono Variable"',
  'source-code-pro': '"Source Code Pro Variable"',
  'ibm-plex-mono': '"IBM Plex Mono"',
  system: undefined,
}

/** The CSS `font-family` of a choice. */
export function fontFamily(font: TerminalFont): string {
  return [families[font], fallback].filter(Boolean).join(', ')
}

/** Loads what the cells are measured with; resolves at once for the system's own font. */
export async function loadFont(font: TerminalFont): Promise<void> {
  const family = families[font]
  if (!family) return
  await Promise.all([document.fonts.load(`14px ${family}`), document.fonts.load(`bold 14px ${family}`)])
}

/** What a person's preferences mean to xterm.js; all of it can change while a terminal is open. */
export function terminalOptions(preferences: Preferences, page: PageTheme): ITerminalOptions {
  return {
    theme: coloursOf(preferences.theme, page),
    fontFamily: fontFamily(preferences.font),
    fontSize: preferences.fontSize,
    lineHeight: preferences.lineHeight,
    cursorStyle: preferences.cursorStyle,
    cursorBlink: preferences.cursorBlink,
    scrollback: preferences.scrollback,
    minimumContrastRatio: preferences.minimumContrast,
    screenReaderMode: preferences.screenReader,
  }
}
