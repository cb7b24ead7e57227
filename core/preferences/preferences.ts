import { z } from 'zod'
import { scrollbackLines } from '../screen/scrollback'

/** Colours of the terminal; `page` takes the portal's own dark or light ones, whichever the page is in. */
export const terminalThemes = [
  'page',
  'gatehouse-dark',
  'gatehouse-light',
  'midnight',
  'dracula',
  'nord',
  'gruvbox-dark',
  'solarized-dark',
  'solarized-light',
  'paper',
] as const
export type TerminalThemeName = (typeof terminalThemes)[number]

export const terminalFonts = ['jetbrains-mono', 'source-code-pro', 'ibm-plex-mono', 'system'] as const
export type TerminalFont = (typeof terminalFonts)[number]

/** What a number may be: from, to, and the step of its control. */
export const preferenceLimits = {
  fontSize: { min: 8, max: 32, step: 1 },
  lineHeight: { min: 1, max: 2, step: 0.05 },
  scrollback: { min: 0, max: 50_000, step: 1000 },
  /** However many lines a terminal scrolls back: the newest so many come back after a reload. */
  restoredLines: scrollbackLines,
} as const

const within = ({ min, max }: { min: number; max: number }) =>
  z.coerce.number('field:invalid').min(min, 'field:out-of-range').max(max, 'field:out-of-range')

/** What a person can set about their terminals. */
export const preferencesSchema = z.object({
  theme: z.enum(terminalThemes),
  font: z.enum(terminalFonts),
  /** In CSS pixels. */
  fontSize: within(preferenceLimits.fontSize),
  /** As a multiple of the font's own height. */
  lineHeight: within(preferenceLimits.lineHeight),
  cursorStyle: z.enum(['block', 'bar', 'underline']),
  cursorBlink: z.boolean(),
  bell: z.enum(['none', 'visual', 'sound']),
  /** Lines above the screen that stay in the browser; the recording keeps all of them. */
  scrollback: within(preferenceLimits.scrollback).pipe(z.int('field:invalid')),
  copyOnSelect: z.boolean(),
  pasteOnRightClick: z.boolean(),
  /** Asks before several lines are pasted at a prompt that would run them one by one. */
  confirmPaste: z.boolean(),
  /** Whether a host may put text on the clipboard (OSC 52). Reading it is never possible. */
  hostCopy: z.enum(['ask', 'allow', 'deny']),
  /** How a link in the terminal is opened. */
  linkClick: z.enum(['modifier', 'plain']),
  /** The least contrast of text to its ground, as WCAG counts it; 1 leaves the colours alone. */
  minimumContrast: z.union(
    ([1, 3, 4.5, 7] as const).map((ratio) => z.literal(ratio)),
    'field:invalid',
  ),
  /** Tells a screen reader what is printed. Costs speed. */
  screenReader: z.boolean(),
})
export type Preferences = z.output<typeof preferencesSchema>

/** What holds for whoever has set nothing, and for a field that is newer than what was stored. */
export const defaultPreferences: Preferences = {
  theme: 'page',
  font: 'jetbrains-mono',
  fontSize: 14,
  lineHeight: 1.15,
  cursorStyle: 'block',
  cursorBlink: true,
  bell: 'visual',
  scrollback: 10_000,
  copyOnSelect: false,
  pasteOnRightClick: false,
  confirmPaste: true,
  hostCopy: 'ask',
  linkClick: 'modifier',
  minimumContrast: 4.5,
  screenReader: false,
}

/** Preferences as they were stored, perhaps by another version: what can't be used any more takes its default. */
export function readPreferences(json: string): Preferences {
  const stored = parseObject(json)
  const shape = preferencesSchema.shape
  const usable = Object.entries(stored).filter(
    ([name, value]) => Object.hasOwn(shape, name) && shape[name as keyof typeof shape].safeParse(value).success, // `hasOwn` has checked it.
  )
  return { ...defaultPreferences, ...preferencesSchema.partial().parse(Object.fromEntries(usable)) }
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
