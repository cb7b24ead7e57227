import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { type Locale, localeCookie, localeFor, locales, zoneCookie, zoneFor } from './locales'
import audit_en from './messages/en/audit.json'
import auth_en from './messages/en/auth.json'
import common_en from './messages/en/common.json'
import credentials_en from './messages/en/credentials.json'
import endReason_en from './messages/en/endReason.json'
import errors_en from './messages/en/errors.json'
import factor_en from './messages/en/factor.json'
import grants_en from './messages/en/grants.json'
import groups_en from './messages/en/groups.json'
import hostGroups_en from './messages/en/hostGroups.json'
import hosts_en from './messages/en/hosts.json'
import nav_en from './messages/en/nav.json'
import ownCredentials_en from './messages/en/ownCredentials.json'
import passkey_en from './messages/en/passkey.json'
import preferences_en from './messages/en/preferences.json'
import profile_en from './messages/en/profile.json'
import requests_en from './messages/en/requests.json'
import roles_en from './messages/en/roles.json'
import sessions_en from './messages/en/sessions.json'
import snippets_en from './messages/en/snippets.json'
import terminal_en from './messages/en/terminal.json'
import tokens_en from './messages/en/tokens.json'
import users_en from './messages/en/users.json'
import workplace_en from './messages/en/workplace.json'
import audit_zhCN from './messages/zh-CN/audit.json'
import auth_zhCN from './messages/zh-CN/auth.json'
import common_zhCN from './messages/zh-CN/common.json'
import credentials_zhCN from './messages/zh-CN/credentials.json'
import endReason_zhCN from './messages/zh-CN/endReason.json'
import errors_zhCN from './messages/zh-CN/errors.json'
import factor_zhCN from './messages/zh-CN/factor.json'
import grants_zhCN from './messages/zh-CN/grants.json'
import groups_zhCN from './messages/zh-CN/groups.json'
import hostGroups_zhCN from './messages/zh-CN/hostGroups.json'
import hosts_zhCN from './messages/zh-CN/hosts.json'
import nav_zhCN from './messages/zh-CN/nav.json'
import ownCredentials_zhCN from './messages/zh-CN/ownCredentials.json'
import passkey_zhCN from './messages/zh-CN/passkey.json'
import preferences_zhCN from './messages/zh-CN/preferences.json'
import profile_zhCN from './messages/zh-CN/profile.json'
import requests_zhCN from './messages/zh-CN/requests.json'
import roles_zhCN from './messages/zh-CN/roles.json'
import sessions_zhCN from './messages/zh-CN/sessions.json'
import snippets_zhCN from './messages/zh-CN/snippets.json'
import terminal_zhCN from './messages/zh-CN/terminal.json'
import tokens_zhCN from './messages/zh-CN/tokens.json'
import users_zhCN from './messages/zh-CN/users.json'
import workplace_zhCN from './messages/zh-CN/workplace.json'

const messages = {
  en: {
    audit: audit_en,
    auth: auth_en,
    common: common_en,
    credentials: credentials_en,
    endReason: endReason_en,
    errors: errors_en,
    factor: factor_en,
    grants: grants_en,
    groups: groups_en,
    hostGroups: hostGroups_en,
    hosts: hosts_en,
    nav: nav_en,
    passkey: passkey_en,
    preferences: preferences_en,
    profile: profile_en,
    requests: requests_en,
    roles: roles_en,
    sessions: sessions_en,
    ownCredentials: ownCredentials_en,
    snippets: snippets_en,
    terminal: terminal_en,
    tokens: tokens_en,
    users: users_en,
    workplace: workplace_en,
  },
  'zh-CN': {
    audit: audit_zhCN,
    auth: auth_zhCN,
    common: common_zhCN,
    credentials: credentials_zhCN,
    endReason: endReason_zhCN,
    errors: errors_zhCN,
    factor: factor_zhCN,
    grants: grants_zhCN,
    groups: groups_zhCN,
    hostGroups: hostGroups_zhCN,
    hosts: hosts_zhCN,
    nav: nav_zhCN,
    passkey: passkey_zhCN,
    preferences: preferences_zhCN,
    profile: profile_zhCN,
    requests: requests_zhCN,
    roles: roles_zhCN,
    sessions: sessions_zhCN,
    ownCredentials: ownCredentials_zhCN,
    snippets: snippets_zhCN,
    terminal: terminal_zhCN,
    tokens: tokens_zhCN,
    users: users_zhCN,
    workplace: workplace_zhCN,
  },
} satisfies Record<Locale, object>

/** The language of this request (the person's choice, else the browser's) and the reader's time zone. */
export default getRequestConfig(async () => {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  const chosen = jar.get(localeCookie)?.value
  const locale = locales.find((known) => known === chosen) ?? localeFor(sent.get('accept-language') ?? '')
  return { locale, messages: messages[locale], timeZone: zoneFor(jar.get(zoneCookie)?.value), now: new Date() }
})
