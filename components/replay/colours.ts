import type { CSSProperties } from 'react'
import { paletteNames, terminalThemes } from '@/components/terminal/themes'

/** The terminal's colours for replay.css, which gives them to the player. */
export function playerColours(theme: 'dark' | 'light'): CSSProperties {
  const colours = terminalThemes[theme]
  return {
    '--replay-foreground': colours.foreground,
    '--replay-background': colours.background,
    ...Object.fromEntries(paletteNames.map((name, index) => [`--replay-${index}`, colours[name]])),
    // React takes custom properties, which its type doesn't know.
  } as CSSProperties
}
