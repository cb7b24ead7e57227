import { Plus } from 'lucide-react'
import { getFormatter, getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { LinkButton } from '@/components/ui/button'
import { Notice } from '@/components/ui/surfaces'
import { decide } from '@/core/access/decide'
import { listGrants } from '@/core/access/grants'
import { whomToAsk } from '@/core/access/whom-to-ask'
import type { UserActor } from '@/core/actor'

/** To someone who reaches no host: why, and whom to ask. */
export async function whyNoHosts(): Promise<string> {
  const [t, format, names] = [await getTranslations('hosts'), await getFormatter(), await whomToAsk(getPlatform())]
  return names.length > 0
    ? t('empty.ask', { names: format.list(names, { type: 'disjunction' }) })
    : t('empty.textReader')
}

/** To an administrator whose hosts nobody reaches: that a grant is missing. */
export async function NoGrantsNotice({ actor }: { actor: UserActor }) {
  const platform = getPlatform()
  if (!decide(actor, 'grant.edit', platform.config.access).allowed) return null
  if ((await listGrants(platform, actor, { pageSize: 25 })).total > 0) return null
  const t = await getTranslations('hosts.noGrants')
  return (
    <Notice
      tone="warn"
      role="status"
      className="mb-3"
      title={t('title')}
      action={
        <LinkButton size="sm" href="/grants/new" prefetch={false}>
          <Plus aria-hidden />
          {t('add')}
        </LinkButton>
      }
    >
      {t('text')}
    </Notice>
  )
}
