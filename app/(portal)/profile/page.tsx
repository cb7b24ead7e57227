import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { getRoleName } from '@/app/_lib/roles'
import { show } from '@/app/_lib/show'
import { Devices } from '@/components/profile/devices'
import { MailAddress, MailTopics } from '@/components/profile/mail'
import { PasswordForm } from '@/components/profile/password-form'
import { Page } from '@/components/shell/page'
import { ActionButton } from '@/components/ui/action-button'
import { Badge, Card, CardTitle, PageHeader } from '@/components/ui/surfaces'
import { Time } from '@/components/ui/values'
import { mayDo } from '@/core/access/decide'
import { listOwnTokens } from '@/core/identity/api-token-reads'
import { factorState } from '@/core/identity/enrolment'
import { type MailProfile, mailProfile } from '@/core/identity/mail-profile'
import { listDevices } from '@/core/identity/own-devices'
import { listWebSessions, type WebSessionSummary } from '@/core/identity/web-sessions'
import { mailTopics } from '@/core/notices/mail-kinds'
import { changeEmail, changePassword, chooseMail, confirm, disown, revoke, revokeOthers } from './actions'
import { SecondFactors } from './second-factors'
import { Tokens } from './tokens'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('profile')
  return { title: t('title') }
}

export default async function ProfilePage() {
  return show('/profile', async () => {
    const actor = await currentActor()
    const [t, roleName] = await Promise.all([getTranslations('profile'), getRoleName()])
    const platform = getPlatform()
    const [browsers, factor, tokens, known, mail] = await Promise.all([
      listWebSessions(platform, actor),
      factorState(platform, actor),
      listOwnTokens(platform, actor),
      listDevices(platform, actor),
      mailProfile(platform, actor),
    ])
    return (
      <Page narrow>
        <PageHeader title={t('title')} lead={`${actor.name} · ${roleName(actor.role)}`} />
        <div className="flex flex-col gap-4">
          {factor.byProvider ? (
            <Card>
              <CardTitle lead={t('provider.text')}>{t('provider.title')}</CardTitle>
            </Card>
          ) : (
            <Card>
              <CardTitle>{t('password.title')}</CardTitle>
              <PasswordForm change={changePassword} name={actor.name} />
            </Card>
          )}
          <SecondFactors name={actor.name} state={factor} />
          {platform.config.smtp && <Mail profile={mail} byProvider={factor.byProvider} />}
          {(mayDo(actor.role, 'token.make-own') || tokens.length > 0) && <Tokens actor={actor} tokens={tokens} />}
          <Card id="devices">
            <CardTitle lead={t('devices.lead')}>{t('devices.title')}</CardTitle>
            <Devices {...known} confirm={confirm} disown={disown} />
          </Card>
          <Browsers browsers={browsers} />
        </div>
      </Page>
    )
  })
}

async function Mail({ profile, byProvider }: { profile: MailProfile; byProvider: boolean }) {
  const t = await getTranslations('profile.mail')
  const { email, off } = profile
  return (
    <Card id="mail">
      <CardTitle lead={t('lead')}>{t('title')}</CardTitle>
      <MailAddress email={email} byProvider={byProvider} change={changeEmail} />
      {email === null ? (
        <p className="mt-4 text-muted text-sm">{t('none')}</p>
      ) : (
        <MailTopics topics={mailTopics.map((topic) => ({ topic, on: !off.includes(topic) }))} choose={chooseMail} />
      )}
    </Card>
  )
}

async function Browsers({ browsers }: { browsers: WebSessionSummary[] }) {
  const t = await getTranslations('profile')
  return (
    <Card>
      <CardTitle
        lead={t('browsers.lead')}
        actions={
          browsers.length > 1 && (
            <ActionButton size="sm" variant="quietDanger" action={revokeOthers} done={t('browsers.revoked')}>
              {t('browsers.revokeOthers')}
            </ActionButton>
          )
        }
      >
        {t('browsers.title')}
      </CardTitle>
      <ul className="divide-y divide-line">
        {browsers.map((browser) => (
          <li key={browser.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
            <div className="min-w-0 flex-1 basis-64 text-sm">
              <p className="break-words">{browser.userAgent}</p>
              <p className="mt-0.5 flex flex-wrap gap-x-3 text-muted text-xs">
                <span className="font-mono">{browser.address}</span>
                <span>
                  {t('browsers.lastSeen')} <Time at={browser.lastSeenAt} />
                </span>
                <span>
                  {t('browsers.since')} <Time at={browser.createdAt} />
                </span>
              </p>
            </div>
            {browser.current ? (
              <Badge tone="accent">{t('browsers.this')}</Badge>
            ) : (
              <ActionButton size="sm" action={revoke.bind(null, browser.id)} done={t('browsers.revoked')}>
                {t('browsers.revoke')}
              </ActionButton>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
