import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { queryOf, type SearchParams, show } from '@/app/_lib/show'
import { Kind } from '@/components/credentials/kind'
import { NewCredentialForm } from '@/components/credentials/new-form'
import { BackLink } from '@/components/shell/back-link'
import { Page } from '@/components/shell/page'
import { PageHeader } from '@/components/ui/surfaces'
import { requireAllowed } from '@/core/access/decide'
import { createCredentialAction } from '../actions'

const kinds = ['private-key', 'generated-key', 'password'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('credentials'))('new') }
}

export default function NewCredentialPage(props: { searchParams: SearchParams }) {
  return show('/credentials', async () => {
    const [actor, query, t] = await Promise.all([
      currentActor(),
      queryOf(props.searchParams),
      getTranslations('credentials'),
    ])
    requireAllowed(actor, 'credential.edit', getPlatform().config.access)
    const kind = kinds.find((known) => known === query.kind) ?? 'private-key'
    return (
      <Page narrow>
        <PageHeader title={t('new')} above={<BackLink href="/credentials">{t('title')}</BackLink>} />
        <nav aria-label={t('kinds')} className="mb-4 grid gap-2 sm:grid-cols-3">
          {kinds.map((one) => (
            <Link
              key={one}
              href={`/credentials/new?kind=${one}`}
              replace
              aria-current={one === kind ? 'true' : undefined}
              className="rounded-lg border border-line bg-raised px-3 py-2.5 transition-colors hover:border-line-strong aria-[current]:border-accent aria-[current]:bg-accent-soft"
            >
              <span className="block font-medium text-sm">
                <Kind kind={one} />
              </span>
              <span className="mt-0.5 block text-muted text-xs">{t(`about.${one}`)}</span>
            </Link>
          ))}
        </nav>
        <NewCredentialForm key={kind} kind={kind} create={createCredentialAction} />
      </Page>
    )
  })
}
