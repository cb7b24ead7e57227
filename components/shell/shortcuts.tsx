'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { paneKeys } from '@/components/terminal/keys'
import { Dialog } from '@/components/ui/dialog'
import { KeyList } from '@/components/ui/key-list'
import { isTyping } from '@/components/ui/keys'
import { WorkplaceKeyList } from '@/components/workplace/key-list'
import { jumpKeys, type PortalPage } from './pages'

/** How long after `g` the second key may come, in ms. */
const chordMs = 1200

interface ShortcutsProps {
  pages: readonly PortalPage[]
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The keys that work on every page, and the list of all of them behind `?`. */
export function Shortcuts({ pages, open, onOpenChange }: ShortcutsProps) {
  const t = useTranslations('nav.keys')
  const terminal = useTranslations('terminal.keys')
  const close = useTranslations('nav')
  const router = useRouter()

  useEffect(() => {
    // A page's time begins at 0: no key of its first moments follows a `g`.
    const never = Number.NEGATIVE_INFINITY
    let armedAt = never
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return
      if (event.key === '?') return onOpenChange(true)
      const armed = event.timeStamp - armedAt < chordMs
      armedAt = event.key === 'g' ? event.timeStamp : never
      const href = armed ? jumpKeys[event.key] : undefined
      if (href && (href === '/profile' || pages.some((page) => page.href === href))) {
        // No page's own key after that.
        event.stopImmediatePropagation()
        router.push(href)
        return
      }
      const shortcut = armed ? null : document.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(event.key)}"]`)
      if (!shortcut) return
      // Where it opens a field, the key itself is not typed into it.
      event.preventDefault()
      shortcut.click()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [pages, router, onOpenChange])

  const rows: Row[] = [
    [['Ctrl', 'K'], close('palette.title')],
    [['/'], t('search')],
    [['j', 'k'], t('rows')],
    [['Enter'], t('open')],
    [['c'], t('connect')],
    [['n'], t('new')],
    [['e'], t('edit')],
    ...pages.flatMap((page): Row[] => {
      const key = Object.keys(jumpKeys).find((one) => jumpKeys[one] === page.href)
      return key ? [[['g', key], page.label]] : []
    }),
    [['?'], t('title')],
  ]
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')}>
      <KeyList rows={rows} />
      {pages.some(({ href }) => href === '/terminal') && <WorkplaceKeyList />}
      <h3 className="mt-5 mb-2 font-semibold text-sm">{terminal('title')}</h3>
      <KeyList rows={open ? terminalRows((action) => terminal(action)) : []} />
    </Dialog>
  )
}

type Row = [keys: readonly string[], text: string]

function terminalRows(words: (action: (typeof paneKeys)[number]['action']) => string): Row[] {
  const mac = navigator.platform.startsWith('Mac')
  return paneKeys.flatMap(({ action, keys, mac: macKeys }): Row[] => {
    const caps = mac && macKeys ? macKeys : keys
    return caps.length > 0 ? [[caps, words(action)]] : []
  })
}
