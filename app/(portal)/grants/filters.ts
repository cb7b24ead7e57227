import { getTranslations } from 'next-intl/server'
import { grantStates } from '@/core/access/grant-state'

/** What the grants can be filtered by. A user, a group, a host or a group of hosts that the URL names is a choice, to be undone here. */
export async function grantSelects(query: Record<string, string | undefined>) {
  const t = await getTranslations('grants')
  const chosen = (name: 'user' | 'group' | 'host' | 'hostGroup', label: string) => {
    const value = query[name]
    return value ? [{ name, label: t(`filter.${name}`), choices: [{ value, label }] }] : []
  }
  return [
    {
      name: 'state',
      label: t('filter.state'),
      choices: grantStates.map((state) => ({ value: state, label: t(`state.${state}`) })),
    },
    { name: 'use', label: t('filter.use'), choices: [{ value: 'never', label: t('filter.never') }] },
    ...chosen('user', t('filter.thisUser')),
    ...chosen('group', t('filter.thisGroup')),
    ...chosen('host', t('filter.thisHost')),
    ...chosen('hostGroup', t('filter.thisHostGroup')),
  ]
}
