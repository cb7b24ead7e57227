import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { chooseLocale } from '@/app/_lib/locale'
import { askOwn } from '@/app/_lib/passkeys'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { getRoleName } from '@/app/_lib/roles'
import { ownKinds, prove } from '@/app/_lib/step-up'
import { OwnCredentialsProvider } from '@/components/credentials/own-offer'
import { StepUp } from '@/components/identity/step-up'
import { PreferencesProvider } from '@/components/preferences/provider'
import { Shell } from '@/components/shell/shell'
import { decide } from '@/core/access/decide'
import type { Action } from '@/core/access/roles'
import { newDevices } from '@/core/identity/own-devices'
import { relyingPartyOf } from '@/core/identity/relying-party'
import { defaultPreferences, preferenceLimits } from '@/core/preferences/preferences'
import { getPreferences } from '@/core/preferences/store'
import { countWaiting } from '@/core/requests/request-reads'
import { chooseOwnAction, ownChoicesAction } from './my-credentials/actions'
import { savePreferences } from './preferences/actions'

/** Which page stands in which group, and of which permissions one makes it of use; each page asks again for itself. */
const pages = [
  ['hosts', 'reach', 'host.list'],
  ['terminal', 'reach', 'session.open'],
  ['connect', 'reach', 'session.quick-connect'],
  ['my-credentials', 'reach', 'credential.edit-own'],
  ['snippets', 'reach', 'snippet.view'],
  ['requests', 'review', 'request.ask', 'request.view-all', 'request.review'],
  ['sessions', 'review', 'session.view-own', 'session.view-all'],
  ['audit', 'review', 'audit.view'],
  ['credentials', 'manage', 'credential.list'],
  ['users', 'manage', 'user.list'],
  ['roles', 'manage', 'role.list'],
  ['grants', 'manage', 'grant.list'],
  ['groups', 'manage', 'group.list'],
  ['host-groups', 'manage', 'host-group.list'],
  ['tokens', 'manage', 'token.manage'],
] as const satisfies [string, string, ...Action[]][]

/** What can be added, at the page's `new`: the permission it needs, and what it is called. */
const additions = [
  ['hosts', 'host.edit', 'hosts.new'],
  ['credentials', 'credential.edit', 'credentials.new'],
  ['my-credentials', 'credential.edit-own', 'ownCredentials.new'],
  ['grants', 'grant.edit', 'grants.new'],
  ['users', 'user.edit', 'users.new'],
  ['roles', 'role.edit', 'roles.new'],
  ['groups', 'group.edit', 'groups.new'],
  ['host-groups', 'host-group.edit', 'hostGroups.new'],
  ['snippets', 'snippet.edit-own', 'snippets.new'],
  ['requests', 'request.ask', 'requests.new'],
] as const satisfies [string, Action, string][]

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const [actor, t, words, roleName] = await Promise.all([
    currentActor(),
    getTranslations('nav'),
    getTranslations(),
    getRoleName(),
  ])
  const platform = getPlatform()
  const { access, requests } = platform.config
  const [preferences, devices, waiting] = await Promise.all([
    getPreferences(platform, actor),
    newDevices(platform, actor),
    countWaiting(platform, actor),
  ])
  const may = (action: Action) => decide(actor, action, access).allowed
  return (
    <PreferencesProvider
      stored={preferences}
      defaults={defaultPreferences}
      limits={preferenceLimits}
      save={savePreferences}
    >
      <StepUp
        means={{ name: actor.name, party: relyingPartyOf(platform.config), ask: askOwn }}
        kinds={ownKinds}
        provider={platform.config.oidc?.name}
        prove={prove}
      >
        <OwnCredentialsProvider
          ways={may('credential.edit-own') ? { list: ownChoicesAction, choose: chooseOwnAction } : undefined}
        >
          <Shell
            person={{ name: actor.name, role: roleName(actor.role) }}
            pages={pages
              // Whoever is in a group that approves is asked, whatever their role.
              .filter(([page, , ...any]) => any.some(may) || (page === 'requests' && waiting > 0))
              .map(([page, group]) => ({ href: `/${page}`, label: t(page), group: t(`group.${group}`) }))}
            additions={additions
              .filter(([page, action]) => may(action) && (page !== 'requests' || requests !== 'off'))
              .map(([page, , label]) => ({ href: `/${page}/new`, label: words(label) }))}
            may={{ seeHosts: may('host.list'), connect: may('session.open') }}
            newDevices={devices.map(({ id, label, address }) => ({ id, label, address }))}
            waiting={waiting}
            chooseLocale={chooseLocale}
          >
            {children}
          </Shell>
        </OwnCredentialsProvider>
      </StepUp>
    </PreferencesProvider>
  )
}
