import { expect, type Page, test } from '@playwright/test'
import { startSshd } from '@/gateway/testing/sshd'
import { GatePage } from './pages/gate'
import { form } from './support/actions'
import { invite } from './support/invite'
import { labels, t } from './support/labels'
import { LiveClient } from './support/live-client'
import { checkLooks } from './support/looks'
import { ownNode } from './support/own-node'
import { forgetProofs } from './support/proofs'
import { Visitor } from './support/visitor'

const password = 'the night watch walks at dawn'
const role = 'Night shift 夜班'
const permission = (name: string) => t(`roles.permission.${name}`)

async function signIn(page: Page, url: string, name: string, secret: string) {
  await page.goto(`${url}/sign-in`)
  await new GatePage(page).signIn(name, secret)
  await page.waitForURL(/\/(hosts|sessions)$/)
}

test('a role is made and given: its holder sees and does that alone, and narrowing it holds at once', async ({
  page,
  browser,
}) => {
  const sshd = await startSshd()
  const own = await ownNode({ settings: { GATEHOUSE_STEP_UP_MINUTES: '15' } })
  const { node, visitor, name } = own
  try {
    await signIn(page, node.url, name, own.password)
    await test.step('from a copy of a built-in role', async () => {
      await page.goto(`${node.url}/users`)
      await page
        .getByRole('main')
        .getByRole('link', { name: t('roles.title') })
        .click()
      await page.getByRole('link', { name: t('nav.role.operator') }).click()
      await expect(page.getByText(t('roles.builtInHint'))).toBeVisible()
      await checkLooks(page, 'a built-in role')
      await page.getByRole('link', { name: t('roles.copy') }).click()
      await page.getByLabel(t('roles.field.name'), { exact: true }).fill('Operator')
      for (const box of [
        'session-quick-connect',
        'host-key-accept',
        'session-view-own',
        'request-ask',
        'token-make-own',
      ])
        await page.getByRole('checkbox', { name: permission(box), exact: true }).uncheck()
      await page.getByRole('button', { name: t('roles.create') }).click()
      await expect(page.getByText(t('errors.field.taken'))).toBeVisible()
      await checkLooks(page, 'a new role')
      await page.getByLabel(t('roles.field.name'), { exact: true }).fill(role)
      await page.getByRole('button', { name: t('roles.create') }).click()
      await expect(page.getByRole('heading', { name: role, level: 1 })).toBeVisible()
    })
    await test.step('it is given with an invitation', () => invite(page, node, { name: 'nia', role, password }))
    const context = await browser.newContext()
    const theirs = await context.newPage()
    await signIn(theirs, node.url, 'nia', password)
    const entries = theirs.getByRole('navigation', { name: t('nav.main') }).getByRole('link')
    await test.step('they see exactly that navigation, and are refused elsewhere', async () => {
      const shown = [t('nav.hosts'), t('nav.terminal'), t('nav.my-credentials'), t('nav.snippets')]
      await expect(entries).toContainText(shown)
      await expect(entries).toHaveCount(shown.length)
      for (const path of ['/sessions', '/users', '/roles', '/audit', '/connect', '/snippets/x']) {
        await theirs.goto(`${node.url}${path}`)
        const refused = theirs.getByText(t('errors.not-allowed')).or(theirs.getByText(t('errors.not-found')))
        await expect(refused.first(), path).toBeVisible()
      }
      await theirs.goto(`${node.url}/snippets`)
    })
    const live = await test.step('they open a shell', async () => {
      const accountId = await addHost(visitor, sshd)
      const first = await LiveClient.connect(visitor)
      await first.acceptHostKey((await first.open({ kind: 'account', accountId })).sessionId)
      await first.until(() => first.states.at(-1)?.state === 'open')
      first.close()
      const live = await LiveClient.connect(await new Visitor(node.url).signIn('nia', password))
      await live.open({ kind: 'account', accountId })
      await live.until(() => live.states.at(-1)?.state === 'open')
      return live
    })
    await test.step('narrowed, it ends their shell within two seconds and refuses the page that is open', async () => {
      await page.goto(`${node.url}/roles?q=${encodeURIComponent('夜班')}`)
      await page.getByRole('link', { name: role }).click()
      await expect(page.getByRole('link', { name: 'nia' })).toBeVisible()
      await page.getByRole('link', { name: t('roles.edit') }).click()
      await page.getByRole('checkbox', { name: permission('session-open'), exact: true }).uncheck()
      await page.getByRole('checkbox', { name: permission('snippet-edit-own'), exact: true }).uncheck()
      await page.getByRole('button', { name: t('roles.save') }).click()
      await expect(page.getByRole('heading', { name: role, level: 1 })).toBeVisible()
      const saved = Date.now()
      await live.until(() => live.end !== undefined)
      expect(Date.now() - saved).toBeLessThan(2500)
      expect(live.end?.reason).toBe('access-ended')
      await theirs
        .getByRole('link', { name: t('snippets.new') })
        .first()
        .click()
      await expect(theirs.getByText(t('errors.not-allowed')).first()).toBeVisible()
      // The frame around the pages is drawn anew with the next page that is loaded.
      await theirs.reload()
      await expect(entries).toContainText([t('nav.hosts'), t('nav.my-credentials'), t('nav.snippets')])
      await expect(entries).toHaveCount(3)
    })
    await test.step('reading who holds what asks for a fresh proof where the setting says so', async () => {
      forgetProofs(node)
      await page.goto(`${node.url}/grants`)
      const dialog = page.getByRole('dialog', { name: t('factor.stepUp.title') })
      await dialog.press('Escape')
      await expect(dialog).toHaveCount(0)
      await page.getByRole('button', { name: t('factor.stepUp.prove') }).click()
      await dialog.getByLabel(t('factor.enrol.password')).fill(own.password)
      await dialog.getByRole('button', { name: t('factor.stepUp.submit') }).click()
      await expect(page.getByRole('row', { name: /Everyone: all hosts/ })).toBeVisible()
    })
    await test.step('in Chinese, and what the role permits on the person’s page', async () => {
      const words = labels('zh-CN')
      await page.context().addCookies([{ name: 'gatehouse-locale', value: 'zh-CN', url: node.url }])
      await page.goto(`${node.url}/users`)
      await page.getByRole('link', { name: 'nia' }).click()
      await expect(page.getByText(words('roles.permission.host-list'))).toBeVisible()
      await checkLooks(page, 'a person, zh-CN')
    })
    await context.close()
    live.close()
  } finally {
    await node.dispose()
    await sshd.stop()
  }
})

async function addHost(visitor: Visitor, sshd: { host: string; port: number; login: string; privateKey: string }) {
  const { run } = await import('./matrix/world')
  const { value: credential } = await run(
    visitor,
    'action app/(portal)/credentials/actions.ts createCredentialAction',
    [form({ kind: 'private-key', name: 'a key', privateKey: sshd.privateKey })],
  )
  const { id: credentialId } = credential as { id: string }
  const host = {
    name: 'harbour',
    address: sshd.host,
    port: String(sshd.port),
    notes: '',
    login: sshd.login,
    credentialId,
  }
  await run(visitor, 'action app/(portal)/hosts/actions.ts createHostAction', [form(host)])
  const found = await (await visitor.request('/api/v1/hosts/lookup?q=harbour')).json()
  return (found as { accounts: { id: string }[] }[])[0]?.accounts[0]?.id ?? ''
}
