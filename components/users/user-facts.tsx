import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useRoleName } from '@/components/roles/name'
import type { Outcome } from '@/components/ui/outcome'
import { Badge, Card, Facts } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/time'
import type { UserDetail } from '@/core/identity/user-detail'
import { UserMail } from './user-mail'

interface UserFactsProps {
  user: UserDetail
  /** Whether this person may look at everyone's sessions, and at the audit log. */
  sessions: boolean
  events: boolean
  /** Says where their mail goes; absent for whoever may not. */
  changeMail?: (form: FormData) => Promise<Outcome<null>>
}

/** Who a user is, and where their history is. */
export function UserFacts({ user, sessions, events, changeMail }: UserFactsProps) {
  const t = useTranslations('users')
  const common = useTranslations('common')
  const roleName = useRoleName()
  const state = user.disabled ? 'disabled' : user.active ? 'active' : 'invited'
  const tone = { disabled: 'danger', active: 'ok', invited: 'warn' } as const
  const link = 'text-accent hover:underline underline-offset-2'
  const rest = user.groupCount - user.groups.length
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="sr-only">{t('details')}</h2>
      <Facts
        facts={[
          [t('column.role'), roleName(user.role)],
          [
            t('column.state'),
            <Badge key="state" tone={tone[state]}>
              {t(`state.${state}`)}
            </Badge>,
          ],
          [
            t('email'),
            <UserMail key="mail" name={user.name} email={user.email} {...(changeMail ? { change: changeMail } : {})} />,
          ],
          [t('factor.has'), user.secondFactor ? common('yes') : common('no')],
          [
            t('groups'),
            user.groupCount === 0 ? (
              <span key="none" className="text-muted">
                {common('none')}
              </span>
            ) : (
              <ul key="groups" className="flex max-h-40 flex-wrap gap-x-2 gap-y-0.5 overflow-y-auto">
                {user.groups.map(({ id, name }) => (
                  <li key={id} className="min-w-0 max-w-full truncate">
                    <Link href={`/groups/${id}`} prefetch={false} className="hover:text-accent hover:underline">
                      {name}
                    </Link>
                  </li>
                ))}
                {rest > 0 && <li className="text-muted">+{rest}</li>}
              </ul>
            ),
          ],
          [t('ownCredentials'), user.ownCredentials === 0 ? common('none') : String(user.ownCredentials)],
          [t('column.lastSignIn'), user.lastSignInAt ? <Time key="seen" at={user.lastSignInAt} /> : common('never')],
          [t('column.created'), <Time key="created" at={user.createdAt} />],
        ]}
      />
      {(sessions || events) && (
        <p className="flex flex-wrap gap-x-4 gap-y-1 border-line border-t pt-3 text-sm">
          {sessions && (
            <Link className={link} href={`/sessions?user=${user.id}`}>
              {t('sessions')}
            </Link>
          )}
          {events && (
            <Link className={link} href={`/audit?actor=${user.id}`}>
              {t('events')}
            </Link>
          )}
        </p>
      )}
    </Card>
  )
}
