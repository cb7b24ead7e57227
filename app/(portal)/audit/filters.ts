import { getTranslations } from 'next-intl/server'
import { decide } from '@/core/access/decide'
import type { UserActor } from '@/core/actor'
import { auditActions, auditOutcomes } from '@/core/audit/actions'
import { userChoices } from '@/core/identity/user-reads'
import { lookupHosts } from '@/core/inventory/host-reads'
import type { Platform } from '@/core/platform'

interface Choice {
  value: string
  label: string
}

/** What the log can be filtered by. A host or a session that isn't on a list but in the URL is one of its choices. */
export async function auditSelects(platform: Platform, actor: UserActor, query: Record<string, string | undefined>) {
  const t = await getTranslations('audit')
  const people = await userChoices(platform)
  const mayListHosts = decide(actor, 'host.list', platform.config.access).allowed
  const hosts = mayListHosts ? await lookupHosts(platform, actor, '', 50) : []
  const byName = ({ id, name }: { id: string; name: string }): Choice => ({ value: id, label: name })
  return [
    { name: 'actor', label: t('allActors'), choices: people.map(byName) },
    {
      name: 'action',
      label: t('allActions'),
      choices: auditActions.map((action) => ({ value: action, label: t(`action.${action.replaceAll('.', '-')}`) })),
    },
    { name: 'host', label: t('allHosts'), choices: withChosen(hosts.map(byName), query.host, t('onlyThisHost')) },
    {
      name: 'outcome',
      label: t('allOutcomes'),
      choices: auditOutcomes.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) })),
    },
    { name: 'session', label: t('allSessions'), choices: withChosen([], query.session, t('onlyThisSession')) },
  ].filter(({ choices }) => choices.length > 0)
}

function withChosen(choices: Choice[], chosen: string | undefined, label: string): Choice[] {
  if (!chosen || choices.some(({ value }) => value === chosen)) return choices
  return [{ value: chosen, label }, ...choices]
}
