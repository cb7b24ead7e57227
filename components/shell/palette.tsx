'use client'

import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import {
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import { Kbd } from '@/components/ui/surfaces'
import type { Where } from '@/components/workplace/state'
import { useWorkplaceStore } from '@/components/workplace/use-workplace'
import { type Reach, Results } from './palette-results'

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  reach: Reach
}

/** Ctrl/Cmd-K: every shell, host and page by a few letters of its name, address, tag or login. */
export function Palette({ open, onOpenChange, reach }: PaletteProps) {
  const t = useTranslations('nav')
  const workplace = useTranslations('workplace')
  const [query, setQuery] = useState('')
  const [selected, setSelected] = useState('')
  const store = useWorkplaceStore()
  const where = useRef<Where>('tab')
  const list = useRef<HTMLDivElement>(null)
  const [settled, setSettled] = useState(false)
  const [asked, setAsked] = useState(false)
  usePaletteKey(() => onOpenChange(!open))

  const close = () => {
    onOpenChange(false)
    type('')
  }
  const type = (text: string) => {
    setQuery(text)
    setAsked(false)
  }
  /**
   * Enter opens in a tab, with Shift to the right of the focused pane, with Alt below it. Pressed before what matches is
   * known it waits for it: letters and Enter in one go are not to open what an earlier letter has listed.
   */
  const onKeyDown = (event: ReactKeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    where.current = event.shiftKey ? 'right' : event.altKey ? 'down' : 'tab'
    if (settled) return
    event.preventDefault()
    setAsked(true)
  }
  // Read off the list: not everything in it is known to one component.
  const selectFirst = useCallback(
    () => setSelected(list.current?.querySelector('[cmdk-item]')?.getAttribute('data-value') ?? ''),
    [],
  )
  useEffect(() => {
    if (!settled || !asked) return
    setAsked(false)
    // Once the first of them is marked. It is what cmdk does at Enter itself.
    requestAnimationFrame(() =>
      list.current?.querySelector('[cmdk-item][data-selected="true"]')?.dispatchEvent(new Event('cmdk-item-select')),
    )
  }, [settled, asked])
  return (
    <Dialog.Root open={open} onOpenChange={(now) => (now ? onOpenChange(true) : close())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/60" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            // Back to the terminal, wherever in it one has been sent.
            if (!store.get().shown) return
            event.preventDefault()
            store.focusTerminal()
          }}
          className="-translate-x-1/2 fixed top-[max(1rem,12vh)] left-1/2 z-50 w-[min(38rem,calc(100vw-1.5rem))] overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-float"
        >
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <Command
            shouldFilter={false}
            loop
            label={t('palette.title')}
            value={selected}
            onValueChange={setSelected}
            onKeyDown={onKeyDown}
            onPointerDown={() => {
              where.current = 'tab'
            }}
          >
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Command.Input
                value={query}
                onValueChange={type}
                placeholder={t('palette.placeholder')}
                className="h-11 w-full bg-transparent text-base outline-none placeholder:text-muted"
              />
            </div>
            <Command.List ref={list} className="max-h-[min(26rem,60vh)] overflow-y-auto p-1.5">
              <Results
                query={query}
                reach={reach}
                close={close}
                where={where}
                selectFirst={selectFirst}
                onSettled={setSettled}
              />
            </Command.List>
            <p aria-hidden className="flex gap-4 border-line border-t px-4 py-2 text-muted text-xs max-sm:hidden">
              <Hint keys={['↑', '↓']}>{t('palette.choose')}</Hint>
              <Hint keys={['↵']}>{t('palette.go')}</Hint>
              {reach.may.connect && (
                <>
                  <Hint keys={['⇧', '↵']}>{workplace('palette.right')}</Hint>
                  <Hint keys={['Alt', '↵']}>{workplace('palette.down')}</Hint>
                </>
              )}
              <Hint keys={['Esc']}>{t('palette.close')}</Hint>
            </p>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Hint({ keys, children }: { keys: string[]; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {children}
    </span>
  )
}

function usePaletteKey(toggle: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      // Ctrl-K is the shell's own key while the terminal has the focus; Cmd-K is not.
      const inTerminal = event.target instanceof HTMLElement && event.target.closest('.xterm')
      if (inTerminal && !event.metaKey) return
      event.preventDefault()
      toggle()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [toggle])
}
