'use client'

import { Menu, Search, X } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Kbd } from '@/components/ui/surfaces'
import { OpenHelpContext } from '@/components/workplace/help'
import { WorkplaceLayer } from '@/components/workplace/layer'
import { OpenPaletteContext } from '@/components/workplace/use-commands'
import { useWorkplace, WorkplaceProvider } from '@/components/workplace/use-workplace'
import { DeviceNotice, DeviceSign, type NoticedDevice, useNewDevices } from './device-notice'
import { Mark } from './mark'
import { Nav } from './nav'
import type { PortalPage } from './pages'
import { Palette } from './palette'
import type { Reach } from './palette-results'
import { Shortcuts } from './shortcuts'
import { useWaiting } from './use-waiting'
import { UserMenu } from './user-menu'

interface ShellProps {
  person: { name: string; role: string }
  pages: readonly PortalPage[]
  additions: Reach['additions']
  may: Reach['may']
  /** Devices that are new to this account, to point out. */
  newDevices: readonly NoticedDevice[]
  /** How many requests waited for this person when the page was made. */
  waiting: number
  chooseLocale: (locale: string) => Promise<void>
  children: ReactNode
}

/** The frame of every page, and the workplace that goes on while pages change. */
export function Shell(props: ShellProps) {
  return (
    <WorkplaceProvider>
      <Frame {...props} />
    </WorkplaceProvider>
  )
}

/** Navigation, palette, the person's menu; a column on wide screens, a bar on narrow ones, and nothing in zen mode. */
function Frame({ person, pages, additions, may, newDevices, waiting: counted, chooseLocale, children }: ShellProps) {
  const t = useTranslations('nav')
  const path = usePathname()
  const [palette, setPalette] = useState(false)
  const [drawer, setDrawer] = useState(false)
  const [help, setHelp] = useState(false)
  const waiting = { '/requests': useWaiting(counted) }
  const openPalette = useCallback(() => setPalette(true), [])
  const openHelp = useCallback(() => setHelp(true), [])
  const devices = useNewDevices(newDevices)
  const zen = useWorkplace((state) => state.zen)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the drawer.
  useEffect(() => setDrawer(false), [path])

  const menu = <UserMenu {...person} chooseLocale={chooseLocale} onHelp={openHelp} />
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:z-50 focus:m-2 focus:rounded-md focus:bg-raised focus:px-3 focus:py-1.5 focus:shadow-float"
      >
        {t('skip')}
      </a>
      <header
        hidden={zen}
        className="sticky top-0 z-30 flex h-(--shell-top) items-center gap-1 border-line border-b bg-sunken px-2 md:hidden"
      >
        <Drawer open={drawer} onOpenChange={setDrawer} title={t('menu')}>
          <Nav label={t('main')} pages={pages} waiting={waiting} />
          <div className="mt-auto pt-4">{menu}</div>
        </Drawer>
        <Brand />
        <DeviceSign devices={devices} />
        <Button variant="ghost" size="icon" aria-label={t('palette.title')} onClick={() => setPalette(true)}>
          <Search aria-hidden />
        </Button>
      </header>
      <aside
        className={classes(
          'sticky top-0 z-30 hidden h-dvh w-58 shrink-0 flex-col gap-4 border-line border-r bg-sunken p-3',
          !zen && 'md:flex',
        )}
      >
        <div className="px-1 pt-1">
          <Brand />
        </div>
        <button
          type="button"
          onClick={() => setPalette(true)}
          className="flex h-8 w-full items-center gap-2 rounded-md border border-line bg-surface px-2 text-muted text-sm transition-colors hover:border-line-strong hover:text-ink"
        >
          <Search aria-hidden className="size-4 shrink-0" />
          <span className="min-w-0 flex-1 truncate text-left">{t('search')}</span>
          <Kbd aria-hidden>Ctrl K</Kbd>
        </button>
        <div className="-mx-1 min-h-0 flex-1 overflow-y-auto px-1 py-0.5">
          <Nav label={t('main')} pages={pages} waiting={waiting} />
        </div>
        <DeviceNotice devices={devices} />
        {menu}
      </aside>
      <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
        {children}
        <OpenPaletteContext value={openPalette}>
          <OpenHelpContext value={openHelp}>
            <WorkplaceLayer />
          </OpenHelpContext>
        </OpenPaletteContext>
      </main>
      <Palette open={palette} onOpenChange={setPalette} reach={{ pages, additions, may, chooseLocale }} />
      <Shortcuts pages={pages} open={help} onOpenChange={setHelp} />
    </div>
  )
}

function Brand() {
  return (
    <Link href="/" className="inline-flex items-center gap-2 rounded font-semibold text-base tracking-[-0.012em]">
      <Mark className="size-5.5" />
      Gatehouse
    </Link>
  )
}

interface DrawerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  children: ReactNode
}

function Drawer({ open, onOpenChange, title, children }: DrawerProps) {
  const t = useTranslations('common')
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Trigger asChild>
        <Button variant="ghost" size="icon" aria-label={title}>
          <Menu aria-hidden />
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-black/60" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-[min(18rem,85vw)] animate-fade flex-col overflow-y-auto border-line border-r bg-sunken p-3 shadow-float"
        >
          <div className="mb-4 flex items-center justify-between pl-1">
            <Dialog.Title className="font-semibold">{title}</Dialog.Title>
            <Dialog.Close asChild>
              <Button variant="ghost" size="icon" aria-label={t('close')}>
                <X aria-hidden />
              </Button>
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
