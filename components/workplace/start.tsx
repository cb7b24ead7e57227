'use client'

import { Play, SquareTerminal, Zap } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useContext } from 'react'
import { toast } from 'sonner'
import { placeOf } from '@/components/hosts/address'
import { Button } from '@/components/ui/button'
import { Badge } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/time'
import { attachTo } from './attach'
import { Keys } from './keys-shown'
import { openingOf, type RecentPlace, type RunningPlace } from './places'
import { OpenPaletteContext } from './use-commands'
import { usePolledRunning } from './use-running'
import { useWorkplace, useWorkplaceStore } from './use-workplace'

/** A workplace without a tab: what runs already, where one was last, and how to get anywhere. */
export function Start() {
  const t = useTranslations('workplace')
  const store = useWorkplaceStore()
  const openPalette = useContext(OpenPaletteContext)
  const recent = useWorkplace((state) => state.recent)
  const shown = useWorkplace((state) => state.shown)
  const running = usePolledRunning(shown)
  const open = (place: RecentPlace | RunningPlace) => {
    if (!store.open(openingOf(place), 'tab')) toast.error(t('full'))
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex min-h-full w-full max-w-2xl flex-col justify-center gap-7 px-5 py-10">
        <div>
          <h2 className="font-semibold text-xl tracking-[-0.012em]">{t('start.title')}</h2>
          <p className="mt-1 text-muted">{t('start.text')}</p>
          <div className="mt-4 flex flex-wrap gap-2">
            <Button variant="primary" size="lg" onClick={openPalette}>
              <SquareTerminal aria-hidden />
              {t('open')}
              <span className="max-md:hidden">
                <Keys command="palette" className="ml-1" />
              </span>
            </Button>
          </div>
        </div>
        {running.length > 0 && (
          <Places heading={t('start.running')}>
            {running.map((place) => (
              <PlaceRow
                key={place.id}
                place={place}
                icon={<Play aria-hidden />}
                onOpen={attachTo(place.id) ? () => open(place) : undefined}
              >
                <Badge tone={place.attached ? 'ok' : 'warn'}>{place.attached ? t('attached') : t('detached')}</Badge>
                <Time at={place.startedAt} relative />
              </PlaceRow>
            ))}
          </Places>
        )}
        {recent.length > 0 && (
          <Places heading={t('start.recent')}>
            {recent.map((place) => (
              <PlaceRow
                key={place.accountId}
                place={place}
                icon={<SquareTerminal aria-hidden />}
                onOpen={() => open(place)}
              />
            ))}
          </Places>
        )}
        {recent.length === 0 && running.length === 0 && (
          <p className="flex items-center gap-2 text-muted text-sm">
            <Zap aria-hidden className="size-4" />
            <Link className="underline underline-offset-4" href="/hosts">
              {t('start.hosts')}
            </Link>
          </p>
        )}
      </div>
    </div>
  )
}

function Places({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-muted text-xs">{heading}</h3>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised">{children}</ul>
    </section>
  )
}

interface PlaceRowProps {
  place: RecentPlace | RunningPlace
  icon: ReactNode
  /** Missing where there is nothing to open: the row then only tells. */
  onOpen: (() => void) | undefined
  children?: ReactNode
}

function PlaceRow({ place, icon, onOpen, children }: PlaceRowProps) {
  const content = (
    <>
      <span className="text-accent [&_svg]:size-4">{icon}</span>
      <span className="min-w-0 flex-1 truncate">
        <span className="machine text-muted">{place.login}@</span>
        <span className="font-medium">{place.hostName}</span>
      </span>
      <span className="machine min-w-0 shrink truncate text-muted max-sm:hidden">
        {placeOf(place.address, place.port)}
      </span>
      {children && <span className="flex shrink-0 items-center gap-3 text-muted text-xs">{children}</span>}
    </>
  )
  const look = 'flex h-10 w-full items-center gap-3 px-3 text-left text-sm'
  return (
    <li>
      {onOpen ? (
        <button
          type="button"
          className={`${look} outline-offset-[-2px] transition-colors hover:bg-sunken`}
          onClick={onOpen}
        >
          {content}
        </button>
      ) : (
        <div className={look}>{content}</div>
      )}
    </li>
  )
}
