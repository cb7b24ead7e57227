import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { chooseLocale } from '@/app/_lib/locale'
import { askOwn } from '@/app/_lib/passkeys'
import { getPlatform } from '@/app/_lib/platform'
import { currentActor } from '@/app/_lib/request'
import { ownKinds, prove } from '@/app/_lib/step-up'
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
import { savePreferences } from './preferences/actions'

/** Which page stands in which group and needs which permission to be of use; each page asks again for itself. */
const pages = [
  ['hosts', 'reach', 'host.list'],
  ['terminal', 'reach', 'session.open'],
  ['connect', 'reach', 'session.quick-connect'],
  ['snippets', 'reach', 'snippet.edit-own'],
  ['requests', 'review', 'session.view-own'],
  ['sessions', 'review', 'session.view-own'],
  ['audit', 'review', 'audit.view'],
  ['credentials', 'manage', 'credential.list'],
  ['users', 'manage', 'user.list'],
  ['grants', 'manage', 'grant.list'],
  ['groups', 'manage', 'group.list'],
  ['tokens', 'manage', 'token.manage'],
] as const satisfies [string, string, Action][]

/** What can be added, at the page's `new`, and the permission it needs. */
const additions = [
  ['hosts', 'host.edit'],
  ['credentials', 'credential.edit'],
  ['grants', 'grant.edit'],
  ['users', 'user.edit'],
  ['groups', 'group.edit'],
  ['snippets', 'snippet.edit-own'],
  ['requests', 'request.ask'],
] as const satisfies [string, Action][]

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const [actor, t, words] = await Promise.all([currentActor(), getTranslations('nav'), getTranslations()])
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
      <Shell
        person={{ name: actor.name, role: t(`role.${actor.role}`) }}
        pages={pages
          .filter(([, , action]) => may(action))
          .map(([page, group]) => ({ href: `/${page}`, label: t(page), group: t(`group.${group}`) }))}
        additions={additions
          .filter(([page, action]) => may(action) && (page !== 'requests' || requests !== 'off'))
          .map(([page]) => ({ href: `/${page}/new`, label: words(`${page}.new`) }))}
        may={{ seeHosts: may('host.list'), connect: may('session.open') }}
        newDevices={devices.map(({ id, label, address }) => ({ id, label, address }))}
        waiting={waiting}
        chooseLocale={chooseLocale}
      >
        <StepUp
          means={{ name: actor.name, party: relyingPartyOf(platform.config), ask: askOwn }}
          kinds={ownKinds}
          provider={platform.config.oidc?.name}
          prove={prove}
        >
          {children}
        </StepUp>
      </Shell>
    </PreferencesProvider>
  )
}
