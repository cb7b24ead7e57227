'use client'

import { Server } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Badge, Kbd } from '@/components/ui/surfaces'
import { jumpKeys, type PortalPage, pageIcons } from './pages'

const keyOf = new Map(Object.entries(jumpKeys).map(([key, href]) => [href, key]))

interface Props {
  label: string
  pages: readonly PortalPage[]
  /** How much waits for this person on a page. */
  waiting: Readonly<Record<string, number>>
}

/** The main navigation: the pages this person may use, by group. */
export function Nav({ label, pages, waiting }: Props) {
  const path = usePathname()
  const groups = [...new Set(pages.map(({ group }) => group))]
  return (
    <nav aria-label={label} className="flex flex-col gap-4">
      {groups.map((group) => (
        <div key={group}>
          <p className="px-2 pb-1 text-muted text-xs">{group}</p>
          <ul className="flex flex-col gap-px">
            {pages
              .filter((page) => page.group === group)
              .map(({ href, label: name }) => {
                const Icon = pageIcons[href] ?? Server
                const active = path === href || path.startsWith(`${href}/`)
                return (
                  <li key={href}>
                    <Link
                      href={href}
                      aria-current={active ? 'page' : undefined}
                      className="group flex h-8 items-center gap-2.5 rounded-md px-2 text-muted text-sm transition-colors hover:bg-raised hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:ring-1 aria-[current=page]:ring-line"
                    >
                      <Icon aria-hidden className="size-4 shrink-0 group-aria-[current=page]:text-accent" />
                      <span className="min-w-0 flex-1 truncate">{name}</span>
                      <Waiting count={waiting[href] ?? 0} />
                      <Kbd
                        aria-hidden
                        className="opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100 max-md:hidden"
                      >
                        g {keyOf.get(href)}
                      </Kbd>
                    </Link>
                  </li>
                )
              })}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function Waiting({ count }: { count: number }) {
  const t = useTranslations('requests')
  if (count === 0) return null
  return (
    <Badge tone="warn" className="tabular">
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{t('waitingCount', { count })}</span>
    </Badge>
  )
}
