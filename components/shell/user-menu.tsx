'use client'

import { ChevronsUpDown, CircleUser, Keyboard, LogOut, Monitor, Moon, Settings2, Sun } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { signOut } from 'next-auth/react'
import { useLocale, useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useEffect, useState } from 'react'
import { DropdownMenu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/menu'

interface UserMenuProps {
  name: string
  role: string
  chooseLocale: (locale: string) => Promise<void>
  onHelp: () => void
}

/** Who is signed in, how the portal looks and speaks to them, and the way out. */
export function UserMenu({ name, role, chooseLocale, onHelp }: UserMenuProps) {
  const t = useTranslations('nav')
  const locale = useLocale()
  const router = useRouter()
  const { theme, setTheme } = useTheme()
  // The server can't know the theme; until the browser says, none is chosen.
  const [mounted, setMounted] = useState(false)
  useEffect(() => setMounted(true), [])
  return (
    <DropdownMenu
      align="start"
      side="top"
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left transition-colors hover:bg-raised"
        >
          <span
            aria-hidden
            className="flex size-7 shrink-0 items-center justify-center rounded-md bg-accent-soft font-semibold text-accent text-xs uppercase"
          >
            {[...name].slice(0, 2).join('')}
          </span>
          <span className="sr-only">{t('userMenu')}</span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium text-sm leading-4.5">{name}</span>
            <span className="block truncate text-muted text-xs leading-4">{role}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      <MenuChoice
        label={t('theme')}
        value={mounted ? theme : undefined}
        onChoose={setTheme}
        choices={[
          { value: 'system', label: t('system'), icon: <Monitor aria-hidden /> },
          { value: 'light', label: t('light'), icon: <Sun aria-hidden /> },
          { value: 'dark', label: t('dark'), icon: <Moon aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuChoice
        label={t('language')}
        value={locale}
        onChoose={(chosen) => void chooseLocale(chosen).then(() => router.refresh())}
        choices={[
          { value: 'en', label: 'English' },
          { value: 'zh-CN', label: '简体中文' },
        ]}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => router.push('/profile')}>
        <CircleUser aria-hidden />
        {t('profile')}
      </MenuItem>
      <MenuItem onSelect={() => router.push('/preferences')}>
        <Settings2 aria-hidden />
        {t('preferences')}
      </MenuItem>
      <MenuItem onSelect={onHelp}>
        <Keyboard aria-hidden />
        {t('keys.title')}
      </MenuItem>
      <MenuItem onSelect={() => void signOut({ callbackUrl: '/sign-in' })}>
        <LogOut aria-hidden />
        {t('signOut')}
      </MenuItem>
    </DropdownMenu>
  )
}
