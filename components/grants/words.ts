import { useFormatter, useTranslations } from 'next-intl'
import type { GrantSummary } from '@/core/access/grants'
import type { Schedule } from '@/core/access/schedule'

/** How many names a sentence or a row says before it counts the rest. */
const mostNames = 3

type Subjects = Pick<GrantSummary, 'everyone' | 'users' | 'groups'>
type Hosts = Pick<GrantSummary, 'allHosts' | 'hosts' | 'hostGroups' | 'tagExpression'>

/** A grant in the reader's words, part by part. */
export function useGrantWords() {
  const t = useTranslations('grants')
  const format = useFormatter()

  /** `Ann, group Web team and 3 more`. */
  const listed = (names: string[]): string => {
    const rest = names.length - mostNames
    const shown = rest > 1 ? [...names.slice(0, mostNames), t('words.more', { count: rest })] : names
    return format.list(shown, { type: 'conjunction' })
  }
  const who = ({ everyone, users, groups }: Subjects): string => {
    if (everyone) return t('words.everyone')
    const names = [...groups.map(({ name }) => t('words.group', { name })), ...users.map(({ name }) => name)]
    return names.length > 0 ? listed(names) : t('words.nobody')
  }
  const where = ({ allHosts, hosts, hostGroups, tagExpression }: Hosts): string => {
    if (allHosts) return t('words.allHosts')
    const tagged = tagExpression === null ? [] : [t('words.tagged', { expression: tagExpression })]
    const grouped = hostGroups.map(({ name }) => t('words.hostGroup', { name }))
    const names = [...tagged, ...grouped, ...hosts.map(({ name }) => name)]
    return names.length > 0 ? listed(names) : t('words.noHosts')
  }
  const logins = (list: readonly string[]): string => (list.length === 0 ? t('words.anyLogin') : listed([...list]))
  const hours = ({ timeZone, windows }: Schedule): string => {
    const said = windows.map(({ days, from, to }) => t('words.hours', { days: daysOf(days), from, to }))
    return t('words.inZone', { windows: format.list(said, { type: 'unit' }), zone: timeZone })
  }
  /** `Mon–Fri` for days that follow on one another, `Mon, Wed` for others. */
  const daysOf = (days: readonly number[]): string => {
    const [first, last] = [days[0], days.at(-1)]
    if (first === undefined || last === undefined) return ''
    const name = (day: number) => t(`day.${day as 1}`)
    const running = days.length > 2 && last - first === days.length - 1
    return running ? `${name(first)}–${name(last)}` : days.map(name).join(', ')
  }
  const sentence = (grant: Subjects & Hosts & Pick<GrantSummary, 'logins' | 'capabilities'>): string => {
    const said = { who: who(grant), where: where(grant), logins: logins(grant.logins) }
    const whole = grant.capabilities.includes('shell') ? t('words.sentence', said) : t('words.sentenceNothing', said)
    return whole.charAt(0).toUpperCase() + whole.slice(1)
  }
  return { who, where, logins, hours, sentence }
}
