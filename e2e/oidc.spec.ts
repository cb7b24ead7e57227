import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { signIn } from './fixtures'
import { GatePage } from './pages/gate'
import { expectAccessible } from './support/axe'
import { client, IdentityProvider } from './support/identity-provider'
import { labels, t } from './support/labels'
import { GatehouseNode } from './support/node'
import { ownNode } from './support/own-node'
import { freePort } from './support/ports'
import { forgetProofs } from './support/proofs'

const providerName = 'Staff ID'

async function start(settings: Record<string, string> = {}) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const provider = await IdentityProvider.start(origin)
  const house = await ownNode({
    port,
    settings: {
      GATEHOUSE_URL: origin,
      GATEHOUSE_OIDC_ISSUER: provider.issuer,
      GATEHOUSE_OIDC_CLIENT_ID: client.id,
      GATEHOUSE_OIDC_CLIENT_SECRET: client.secret,
      GATEHOUSE_OIDC_NAME: providerName,
      GATEHOUSE_OIDC_GROUPS_CLAIM: 'groups',
      GATEHOUSE_OIDC_CREATE_GROUPS: 'on',
      GATEHOUSE_OIDC_OPERATORS: 'ops',
      GATEHOUSE_OIDC_AUDITORS: 'audit',
      ...settings,
    },
  }).catch(async (error: unknown) => {
    await provider.stop()
    throw error
  })
  const stop = async () => {
    await house.node.dispose()
    await provider.stop()
  }
  return { provider, stop, ...house }
}

/** Goes to the provider by the button on the sign-in page. */
async function toProvider(page: Page, node: GatehouseNode): Promise<void> {
  await page.goto(`${node.url}/sign-in`)
  await page.getByRole('button', { name: t('auth.signIn.provider', { name: providerName }) }).click()
}

async function beAt(page: Page, account: string): Promise<void> {
  await page.getByLabel('Account').fill(account)
  await page.getByRole('button', { name: 'Continue' }).click()
}

async function isSignedIn(context: BrowserContext): Promise<boolean> {
  return (await context.cookies()).some(({ name }) => name === 'gatehouse.session')
}

/** Begins a sign-in and goes to the provider and back, all but the last step: answers where that leads, with code and state. */
async function answerFor(context: BrowserContext, node: GatehouseNode, account: string): Promise<URL> {
  const { request } = context
  let next = await begin(context, node, '/')
  while (!next.startsWith(node.url)) {
    const asks = new URL(next).pathname.startsWith('/interaction/')
    const answer = await (asks
      ? request.post(next, { form: { account }, maxRedirects: 0 })
      : request.get(next, { maxRedirects: 0 }))
    const { location } = answer.headers()
    if (!location) throw new Error(`${next} leads nowhere: ${answer.status()}`)
    next = new URL(location, next).href
  }
  return new URL(next)
}

/** What the button on the sign-in page sends; answers the provider's page. */
async function begin({ request }: BrowserContext, node: GatehouseNode, callbackUrl: string): Promise<string> {
  const { csrfToken } = await (await request.get(`${node.url}/api/auth/csrf`)).json()
  const begun = await request.post(`${node.url}/api/auth/signin/oidc`, {
    headers: { origin: node.url },
    form: { csrfToken, callbackUrl, json: 'true' },
  })
  return (await begun.json()).url
}

test('whoever has nothing else here proves themselves by signing in through the provider again', async ({ page }) => {
  const { node, provider, stop } = await start({ GATEHOUSE_STEP_UP_MINUTES: '15' })
  try {
    provider.accounts.set('petra', { groups: ['audit'] })
    await toProvider(page, node)
    await beAt(page, 'petra')
    await page.waitForURL('**/sessions')
    await page.goto(`${node.url}/audit?outcome=success`)
    forgetProofs(node)
    await page.getByRole('link', { name: t('audit.exportCsv') }).click()
    const dialog = page.getByRole('dialog', { name: t('factor.stepUp.title') })
    await expect(dialog.getByText(t('factor.stepUp.byProvider', { name: providerName }))).toBeVisible()
    await expectAccessible(page, 'the question for a proof to someone from a provider')
    await dialog.getByRole('button', { name: t('auth.signIn.provider', { name: providerName }) }).click()
    // It knows them still, and asks all the same.
    await beAt(page, 'petra')
    await page.waitForURL('**/audit?outcome=success')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: t('audit.exportCsv') }).click()
    await download
  } finally {
    await stop()
  }
})

test('someone signs in through a real provider, is followed by it, and shut out when it says so', async ({
  page,
  context,
  browser,
}) => {
  const { node, visitor, provider, stop } = await start()
  try {
    provider.accounts.set('olga', { groups: ['ops', 'Web team'] })
    await page.goto(`${node.url}/sign-in`)
    await expectAccessible(page, 'the sign-in page with a provider')
    await toProvider(page, node)
    await beAt(page, 'olga')
    await page.waitForURL('**/hosts')
    await page.goto(`${node.url}/profile`)
    await expect(page.getByText(t('profile.provider.text'))).toBeVisible()
    await expect(page.getByLabel(t('profile.password.current'))).toHaveCount(0)
    await expectAccessible(page, 'the profile of someone from a provider')

    const admins = await browser.newContext()
    await signIn(admins, visitor)
    const admin = await admins.newPage()
    await admin.goto(`${node.url}/users?q=olga`)
    const row = admin.getByRole('row').filter({ hasText: 'olga' })
    await expect(row.getByText(t('users.byProvider'))).toBeVisible()
    await expect(row.getByRole('button', { name: t('users.link.new') })).toHaveCount(0)
    await row.getByRole('link', { name: 'Web team' }).click()
    await expect(admin.getByText(t('groups.members.fromProvider'))).toBeVisible()

    await test.step('other groups at the next sign-in: another role', async () => {
      provider.accounts.set('olga', { groups: 'audit' })
      await context.clearCookies({ name: 'gatehouse.session' })
      await toProvider(page, node)
      await page.waitForURL('**/sessions')
      await admin.reload()
      await expect(admin.getByText(t('groups.members.none'))).toBeVisible()
    })
    await test.step('none at all: no way in, and the sessions that were open end', async () => {
      provider.accounts.set('olga', { groups: [] })
      const other = await browser.newContext()
      const fresh = await other.newPage()
      await toProvider(fresh, node)
      await beAt(fresh, 'olga')
      await expect(fresh.getByText(t('errors.provider-not-allowed'))).toBeVisible()
      expect(await isSignedIn(other)).toBe(false)
      await other.close()
      await page.goto(`${node.url}/sessions`)
      await page.waitForURL('**/sign-in')
      await admin.goto(`${node.url}/users?q=olga`)
      await expect(row.getByText(t('users.state.disabled'), { exact: true })).toBeVisible()
    })
    await test.step('until it says yes again', async () => {
      provider.accounts.set('olga', { groups: ['ops'] })
      await toProvider(page, node)
      await page.waitForURL('**/hosts')
    })
    await test.step('signed out there: signed out here', async () => {
      const there = await context.newPage()
      await there.goto(`${provider.issuer}/session/end`)
      await there.getByRole('button', { name: 'Yes, sign me out' }).click()
      await expect
        .poll(async () => (await context.request.get(`${node.url}/api/v1/sessions`)).status(), { timeout: 15_000 })
        .toBe(401)
      await page.goto(`${node.url}/hosts`)
      await page.waitForURL('**/sign-in')
      await admin.goto(`${node.url}/audit?action=user.provider-sign-out`)
      await expect(admin.getByRole('cell', { name: 'olga' })).toBeVisible()
    })
    await admins.close()
    expect(node.log).not.toContain(client.secret)
  } finally {
    await stop()
  }
})

test('whoever may not come in is told why, in both languages', async ({ page, context, browser }) => {
  const { node, visitor, provider, name, stop } = await start()
  const zh = labels('zh-CN')
  try {
    await test.step('cancelled there', async () => {
      await toProvider(page, node)
      await page.getByRole('button', { name: 'Cancel' }).click()
      await expect(page.getByText(t('errors.provider-refused'))).toBeVisible()
      await expectAccessible(page, 'the sign-in page with a refusal')
    })
    await test.step('in no group', async () => {
      await toProvider(page, node)
      await beAt(page, 'stranger')
      await expect(page.getByText(t('errors.provider-not-allowed'))).toBeVisible()
    })
    await test.step('of the name of someone who is here', async () => {
      provider.accounts.set('mallory', { preferred_username: name.toUpperCase(), groups: ['ops'] })
      const other = await browser.newContext()
      const theirs = await other.newPage()
      await toProvider(theirs, node)
      await beAt(theirs, 'mallory')
      await expect(theirs.getByText(t('errors.provider-name-taken'))).toBeVisible()
      expect(await isSignedIn(other)).toBe(false)
      await other.close()
    })
    await test.step('while the provider is away, and a password still opens', async () => {
      await provider.stop()
      await context.addCookies([{ name: 'gatehouse-locale', value: 'zh-CN', url: node.url }])
      await page.goto(`${node.url}/sign-in`)
      await page.getByRole('button', { name: zh('auth.signIn.provider', { name: providerName }) }).click()
      await expect(page.getByText(zh('errors.provider-unreachable'))).toBeVisible()
      await context.clearCookies({ name: 'gatehouse-locale' })
      await page.goto(`${node.url}/sign-in?error=%3Cscript%3E`)
      await expect(page.getByText(t('errors.internal'))).toBeVisible()
      await new GatePage(page).signIn(name, 'a quiet harbour at dusk')
      await page.waitForURL('**/hosts')
    })
    expect(await isSignedIn(context)).toBe(true)
    const log = await (await visitor.request('/api/v1/audit/export?format=jsonl&action=user.sign-in')).text()
    for (const reason of ['provider-failed', 'provider-not-allowed', 'provider-name-taken']) {
      expect(log).toContain(reason)
    }
  } finally {
    await stop().catch(() => {})
  }
})

test('an answer that is changed, used twice, another’s or another browser’s opens nothing', async ({
  context,
  browser,
}) => {
  const { node, provider, stop } = await start()
  try {
    provider.accounts.set('olga', { groups: ['ops'] })
    provider.accounts.set('eve', { groups: ['ops'] })
    /** Where an answer leads, without following it. */
    const outcome = async (where: BrowserContext, url: URL) => {
      const answer = await where.request.get(url.href, { maxRedirects: 0 })
      const { origin, pathname, search } = new URL(answer.headers().location ?? '')
      expect(origin).toBe(node.url)
      return pathname + search
    }
    const refused = '/sign-in?error=provider-failed'
    const changed = (url: URL, parameter: string, value: string) => {
      const other = new URL(url)
      other.searchParams.set(parameter, value)
      return other
    }

    const eves = await browser.newContext()
    const evesAnswer = await answerFor(eves, node, 'eve')
    const answer = await answerFor(context, node, 'olga')
    await test.step('another state, or none', async () => {
      expect(await outcome(context, changed(answer, 'state', 'x'.repeat(43)))).toBe(refused)
      expect(await outcome(context, changed(answer, 'state', evesAnswer.searchParams.get('state') ?? ''))).toBe(refused)
      const without = new URL(answer)
      without.searchParams.delete('state')
      expect(await outcome(context, without)).toBe(refused)
    })
    await test.step('another’s code with one’s own state: it belongs to another verifier', async () => {
      expect(await outcome(context, changed(answer, 'code', evesAnswer.searchParams.get('code') ?? ''))).toBe(refused)
    })
    await test.step('another’s answer, as a link that signs one in as them', async () => {
      expect(await outcome(context, evesAnswer)).toBe(refused)
      const stranger = await browser.newContext()
      expect(await outcome(stranger, evesAnswer)).toBe(refused)
      expect(await isSignedIn(stranger)).toBe(false)
      await stranger.close()
    })
    await test.step('another’s nonce', async () => {
      const second = await answerFor(context, node, 'olga')
      const nonce = (await eves.cookies()).find((cookie) => cookie.name === 'next-auth.nonce')
      const own = (await context.cookies()).find((cookie) => cookie.name === 'next-auth.nonce')
      if (!nonce || !own) throw new Error('there is no nonce to change')
      await context.addCookies([{ ...own, value: nonce.value }])
      expect(await outcome(context, second)).toBe(refused)
    })
    expect(await isSignedIn(context)).toBe(false)
    await test.step('the right one opens once', async () => {
      const third = await answerFor(context, node, 'olga')
      expect(await outcome(context, third)).toBe('/')
      expect(await isSignedIn(context)).toBe(true)
      expect(await outcome(context, third)).toBe(refused)
    })
    await test.step('an answer posted by another site reaches nothing', async () => {
      const posted = await eves.request.post(`${node.url}/api/auth/callback/oidc`, {
        headers: { origin: provider.issuer },
        form: Object.fromEntries(evesAnswer.searchParams),
      })
      expect(posted.status()).toBe(403)
    })
    await eves.close()
  } finally {
    await stop()
  }
})

test('two sign-ins at once end right or are refused, and none leads to another site', async ({ page, context }) => {
  const { node, provider, stop } = await start()
  try {
    provider.accounts.set('olga', { groups: ['ops'] })
    const second = await context.newPage()
    await toProvider(page, node)
    await page.getByLabel('Account').waitFor()
    await toProvider(second, node)
    await second.getByLabel('Account').waitFor()
    await test.step('the first is no longer the one that this browser waits for', async () => {
      await beAt(page, 'olga')
      await expect(page.getByText(t('errors.provider-failed'))).toBeVisible()
      expect(await isSignedIn(context)).toBe(false)
    })
    await test.step('the second is', async () => {
      await beAt(second, 'olga')
      await second.waitForURL('**/hosts')
    })
    await test.step('where it leads afterwards is here', async () => {
      for (const wanted of ['https://evil.example/', '//evil.example/', '/\\evil.example', `${provider.issuer}/x`]) {
        await context.clearCookies({ name: 'gatehouse.session' })
        await second.goto(await begin(context, node, wanted))
        await second.waitForURL((url) => url.origin === node.url)
        await expect.poll(() => isSignedIn(context), wanted).toBe(true)
        expect(new URL(second.url()).origin, wanted).toBe(node.url)
      }
    })
    await test.step('a sign-in can’t be begun by another site', async () => {
      const begun = await context.request.post(`${node.url}/api/auth/signin/oidc`, {
        headers: { origin: provider.issuer },
        form: { json: 'true' },
      })
      expect(begun.status()).toBe(403)
    })
  } finally {
    await stop()
  }
})

test('where passwords are off the provider is the one way in', async ({ page }) => {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const provider = await IdentityProvider.start(origin)
  const settings = {
    GATEHOUSE_URL: origin,
    GATEHOUSE_OIDC_ISSUER: provider.issuer,
    GATEHOUSE_OIDC_CLIENT_ID: client.id,
    GATEHOUSE_OIDC_CLIENT_SECRET: client.secret,
    GATEHOUSE_OIDC_NAME: providerName,
    GATEHOUSE_OIDC_GROUPS_CLAIM: 'groups',
    GATEHOUSE_OIDC_ADMINISTRATORS: 'admins',
    GATEHOUSE_PASSWORD_SIGN_IN: 'off',
  }
  const node = await GatehouseNode.start({ port, settings })
  try {
    provider.accounts.set('boss', { groups: ['admins'] })
    await page.goto(`${node.url}/sign-in`)
    await expect(page.getByLabel(t('auth.password'))).toHaveCount(0)
    await expectAccessible(page, 'the sign-in page without passwords')
    await toProvider(page, node)
    await beAt(page, 'boss')
    await page.waitForURL('**/hosts')
    await page.goto(`${node.url}/users`)
    await expect(page.getByRole('row').filter({ hasText: 'boss' })).toBeVisible()
    await expect(page.getByRole('link', { name: t('users.new') })).toHaveCount(0)
  } finally {
    await node.dispose()
    await provider.stop()
  }
})
