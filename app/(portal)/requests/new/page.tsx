import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { RequestForm } from '@/components/requests/request-form'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { EmptyState, PageHeader } from '@/components/ui/surfaces'
import { requireAllowed } from '@/core/access/decide'
import { getHost } from '@/core/inventory/hosts'
import { requestableHosts, requestableOn } from '@/core/requests/ask'
import { ask } from '../actions'

const path = '/requests'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('requests'))('new') }
}

export default function NewRequestPage(props: { searchParams: SearchParams }) {
  return show(path, async () => {
    const [platform, actor, query] = [getPlatform(), await currentActor(), await queryOf(props.searchParams)]
    const t = await getTranslations('requests')
    requireAllowed(actor, 'request.ask', platform.config.access)
    const hosts = query.host ? [] : await requestableHosts(platform, actor)
    const only = query.host ?? (hosts.length === 1 && platform.config.requests !== 'any' ? hosts[0]?.id : undefined)
    const host = only ? await getHost(platform, actor, only) : undefined
    const accounts = host ? await requestableOn(platform, actor, host.id) : []
    const anywhere = !host && platform.config.requests === 'any'
    return (
      <Page narrow>
        <PageHeader title={t('new')} lead={t('form.lead')} above={<BackLink href={path}>{t('title')}</BackLink>} />
        {hosts.length > 0 && !host && (
          <nav aria-label={t('form.choose')} className="mb-6">
            <h2 className="mb-2 font-semibold text-sm">{t('form.choose')}</h2>
            <ul className="grid gap-2 sm:grid-cols-2">
              {hosts.map(({ id, name }) => (
                <li key={id}>
                  <Link
                    href={`/requests/new?host=${id}`}
                    className="block break-words rounded-lg border border-line bg-raised px-3 py-2.5 font-medium text-sm transition-colors hover:border-line-strong"
                  >
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {host && accounts.length > 0 && (
          <RequestForm
            key={host.id}
            host={{ id: host.id, name: host.name, accounts }}
            login={query.login}
            longestMs={platform.config.requestLongestMs}
            ask={ask}
          />
        )}
        {anywhere && <RequestForm longestMs={platform.config.requestLongestMs} ask={ask} />}
        {!anywhere && accounts.length === 0 && hosts.length === 0 && (
          <EmptyState title={t('form.nothing')}>{t('form.nothingText')}</EmptyState>
        )}
      </Page>
    )
  })
}
