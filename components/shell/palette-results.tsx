'use client'

import { Command } from 'cmdk'
import { CircleUser, Languages, Plus, Server, Settings2, SquareTerminal, SunMoon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { type RefObject, useEffect } from 'react'
import { placeOf } from '@/components/hosts/address'
import { OpenPanes, useOpenPlace, WorkplaceCommands } from '@/components/workplace/palette-groups'
import type { Where } from '@/components/workplace/state'
import { type PortalPage, pageIcons } from './pages'
import { PaletteGroup, PaletteItem } from './palette-item'
import { useFoundHosts } from './use-found-hosts'

/** What this person may go to. */
export interface Reach {
  pages: readonly PortalPage[]
  /** The forms that add something. */
  additions: readonly Pick<PortalPage, 'href' | 'label'>[]
  may: { seeHosts: boolean; connect: boolean }
  chooseLocale: (locale: string) => Promise<void>
}

interface ResultsProps {
  query: string
  reach: Reach
  close: () => void
  /** Where the shell that is chosen goes. */
  where: RefObject<Where>
  /** Marks the topmost entry as the one that Enter takes. */
  selectFirst: () => void
  /** Hears whether what is listed is the answer to what is typed. */
  onSettled: (settled: boolean) => void
}

/** What matches: shells first, since a shell is what people come for. */
export function Results({ query, reach, close, where, selectFirst, onSettled }: ResultsProps) {
  const { pages, additions, may, chooseLocale } = reach
  const t = useTranslations('nav')
  const router = useRouter()
  const locale = useLocale()
  const { resolvedTheme, setTheme } = useTheme()
  const openPlace = useOpenPlace()
  const { hosts, settled } = useFoundHosts(may.seeHosts, query)
  const go = (href: string) => () => {
    close()
    router.push(href)
  }
  const other =
    locale === 'en' ? { locale: 'zh-CN', label: '切换到简体中文' } : { locale: 'en', label: 'Switch to English' }
  const doings = [
    ...additions.map(({ href, label }) => ({ icon: <Plus aria-hidden />, label, run: go(href) })),
    { icon: <CircleUser aria-hidden />, label: t('profile'), run: go('/profile') },
    { icon: <Settings2 aria-hidden />, label: t('preferences'), run: go('/preferences') },
    {
      icon: <SunMoon aria-hidden />,
      label: resolvedTheme === 'dark' ? t('palette.toLight') : t('palette.toDark'),
      run: () => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark'),
    },
    {
      icon: <Languages aria-hidden />,
      label: other.label,
      run: () => {
        close()
        void chooseLocale(other.locale).then(() => router.refresh())
      },
    },
  ]
  const matches = (label: string) => label.toLowerCase().includes(query.trim().toLowerCase())
  const shells = may.connect
    ? hosts.flatMap((host) => host.accounts.slice(0, 4).map((account) => ({ host, account }))).slice(0, 8)
    : []
  const foundPages = pages.filter(({ label }) => matches(label))
  const foundDoings = doings.filter(({ label }) => matches(label))
  const first = shells[0]?.account.id ?? hosts[0]?.id ?? foundPages[0]?.href ?? foundDoings[0]?.label
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another entry has come to the top, that one is marked.
  useEffect(() => selectFirst(), [first, selectFirst])
  useEffect(() => onSettled(settled), [settled, onSettled])
  return (
    <>
      <Command.Empty className="px-3 py-8 text-center text-muted text-sm">{t('palette.empty')}</Command.Empty>
      {shells.length > 0 && (
        <PaletteGroup heading={t('palette.connect')}>
          {shells.map(({ host, account }) => (
            <PaletteItem
              key={account.id}
              value={account.id}
              icon={<SquareTerminal aria-hidden className="text-accent!" />}
              aside={placeOf(host.address, host.port)}
              onSelect={() => {
                close()
                const { id: hostId, name: hostName, address, port } = host
                openPlace(
                  { accountId: account.id, hostId, hostName, login: account.login, address, port },
                  where.current,
                )
              }}
            >
              <span className="machine text-muted">{account.login}@</span>
              {host.name}
            </PaletteItem>
          ))}
        </PaletteGroup>
      )}
      {may.connect && <OpenPanes query={query} close={close} />}
      {may.connect && <WorkplaceCommands query={query} close={close} />}
      {hosts.length > 0 && (
        <PaletteGroup heading={t('palette.hosts')}>
          {hosts.map((host) => (
            <PaletteItem
              key={host.id}
              value={host.id}
              icon={<Server aria-hidden />}
              aside={placeOf(host.address, host.port)}
              onSelect={go(`/hosts/${host.id}`)}
            >
              {host.name}
            </PaletteItem>
          ))}
        </PaletteGroup>
      )}
      {foundPages.length > 0 && (
        <PaletteGroup heading={t('palette.pages')}>
          {foundPages.map(({ href, label }) => {
            const Icon = pageIcons[href] ?? Server
            return (
              <PaletteItem key={href} value={href} icon={<Icon aria-hidden />} onSelect={go(href)}>
                {label}
              </PaletteItem>
            )
          })}
        </PaletteGroup>
      )}
      {foundDoings.length > 0 && (
        <PaletteGroup heading={t('palette.actions')}>
          {foundDoings.map(({ label, icon, run }) => (
            <PaletteItem key={label} value={label} icon={icon} onSelect={run}>
              {label}
            </PaletteItem>
          ))}
        </PaletteGroup>
      )}
    </>
  )
}
