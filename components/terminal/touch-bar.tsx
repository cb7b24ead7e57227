'use client'

import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { classes } from '@/components/ui/classes'
import type { Screen } from './screen'
import { nothingHeld, type TouchKey } from './touch-keys'

const arrows: readonly { key: Extract<TouchKey, `Arrow${string}`>; face: ReactNode }[] = [
  { key: 'ArrowLeft', face: <ArrowLeft aria-hidden /> },
  { key: 'ArrowUp', face: <ArrowUp aria-hidden /> },
  { key: 'ArrowDown', face: <ArrowDown aria-hidden /> },
  { key: 'ArrowRight', face: <ArrowRight aria-hidden /> },
]
const moving: readonly { key: TouchKey; face: string }[] = [
  { key: 'Home', face: 'Home' },
  { key: 'End', face: 'End' },
  { key: 'PageUp', face: 'PgUp' },
  { key: 'PageDown', face: 'PgDn' },
]
const signs = ['|', '/', '~', '-']

/**
 * The keys that an on-screen keyboard lacks, where the pointer is a finger. Ctrl and Alt hold for the next key. A press leaves the
 * focus in the terminal, so that the keyboard stays.
 */
export function TouchBar({ view }: { view: Screen }) {
  const t = useTranslations('terminal.touch')
  const [held, setHeld] = useState(nothingHeld)
  useEffect(() => view.listen({ held: setHeld }), [view])
  const press = (key: TouchKey) => () => view.press(key)
  return (
    <div
      role="toolbar"
      aria-label={t('label')}
      className="hidden shrink-0 gap-1 overflow-x-auto border-line border-t bg-raised px-1.5 py-1 pointer-coarse:flex"
    >
      <Key onPress={press('Escape')}>Esc</Key>
      <Key onPress={press('Tab')}>Tab</Key>
      <Key pressed={held.ctrl} onPress={() => view.hold({ ...held, ctrl: !held.ctrl })}>
        Ctrl
      </Key>
      <Key pressed={held.alt} onPress={() => view.hold({ ...held, alt: !held.alt })}>
        Alt
      </Key>
      {arrows.map(({ key, face }) => (
        <Key key={key} label={t(key)} onPress={press(key)}>
          {face}
        </Key>
      ))}
      {signs.map((sign) => (
        <Key key={sign} onPress={() => view.type(sign)}>
          {sign}
        </Key>
      ))}
      {moving.map(({ key, face }) => (
        <Key key={key} onPress={press(key)}>
          {face}
        </Key>
      ))}
    </div>
  )
}

interface KeyProps {
  label?: string
  pressed?: boolean
  onPress: () => void
  children: ReactNode
}

function Key({ label, pressed, onPress, children }: KeyProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      className={classes(
        'flex h-9 min-w-10 shrink-0 touch-manipulation select-none items-center justify-center rounded-md border border-line bg-surface px-2 font-mono text-sm [&_svg]:size-4',
        'active:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent',
      )}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  )
}
