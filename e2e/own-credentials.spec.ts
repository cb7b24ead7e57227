import { startSshd } from '@/gateway/testing/sshd'
import { expect, signIn, test } from './fixtures'
import { HostsPage } from './pages/hosts'
import { TerminalPage } from './pages/terminal'
import { invite } from './support/invite'
import { t } from './support/labels'
import { checkLooks } from './support/looks'
import { ownNode } from './support/own-node'
import { forgetProofs } from './support/proofs'
import { Visitor } from './support/visitor'

const password = 'the operator walks at dawn'

test('one’s own key opens an account for oneself alone, and a marked grant asks again', async ({ page, browser }) => {
  test.setTimeout(300_000)
  const { node, visitor } = await ownNode({ settings: { GATEHOUSE_ACCEPT_HOST_KEYS: 'operators' } })
  const context = await browser.newContext()
  let sshd: Awaited<ReturnType<typeof startSshd>> | undefined
  try {
    await signIn(page.context(), visitor)
    await invite(page, node, { name: 'olga', role: 'operator', password })
    await signIn(context, await new Visitor(node.url).signIn('olga', password))
    const theirs = await context.newPage()
    const terminal = new TerminalPage(theirs)
    let own = ''

    await test.step('she has a key made, and its public half goes to a host', async () => {
      await theirs.goto(`${node.url}/my-credentials`)
      await theirs.getByRole('link', { name: t('ownCredentials.new') }).click()
      await theirs.getByLabel(t('credentials.field.name')).fill('laptop')
      await theirs.getByRole('button', { name: t('credentials.create') }).click()
      await theirs.waitForURL(/\/my-credentials\/[0-9a-f-]{36}$/)
      own = theirs.url()
      const authorizedKey = (await theirs.getByText(/^ssh-ed25519 /).textContent()) ?? ''
      sshd = await startSshd({ authorizedKey, config: ['PasswordAuthentication yes'] })
      const { host: address, port, login } = sshd
      await new HostsPage(page, node.url).add({ name: 'harbour', address, port, accounts: [{ login }] })
    })

    await test.step('where the terminal asks for a password she takes it instead, from now on', async () => {
      await new HostsPage(theirs, node.url).connect('harbour')
      await terminal.acceptHostKey()
      await terminal.shows('assword')
      const offer = theirs.locator('form').filter({ hasText: t('ownCredentials.offer.title') })
      await expect(offer.getByLabel(t('ownCredentials.offer.which'))).toHaveText('laptop')
      await checkLooks(theirs, 'the offer of one’s own')
      await offer.getByRole('button', { name: t('ownCredentials.offer.use') }).click()
      await terminal.open()
      await expect(offer).toHaveCount(0)
      await terminal.run('exit')
      await terminal.ended('exited')
    })

    await test.step('on the host’s page it is what she connects with: taken back and chosen again there', async () => {
      await theirs.goto(`${node.url}/hosts`)
      await theirs.getByRole('link', { name: 'harbour', exact: true }).click()
      const chosen = theirs.getByText(t('ownCredentials.choice.uses', { name: 'laptop' }))
      await expect(chosen).toBeVisible()
      const menu = theirs.getByRole('button', {
        name: t('ownCredentials.choice.labelFor', { login: sshd?.login ?? '' }),
      })
      await menu.click()
      await theirs.getByRole('menuitemradio', { name: t('ownCredentials.choice.ask') }).click()
      await expect(chosen).toHaveCount(0)
      await menu.click()
      await checkLooks(theirs, 'the choice of one’s own')
      await theirs.getByRole('menuitemradio', { name: t('ownCredentials.choice.own', { name: 'laptop' }) }).click()
      await expect(chosen).toBeVisible()
      await new HostsPage(theirs, node.url).connect('harbour')
      await terminal.open()
      await terminal.run('exit')
      await terminal.ended('exited')
    })

    await test.step('for anybody else, an administrator too, it is not there', async () => {
      await page.goto(own)
      await expect(page.getByRole('heading', { name: t('errors.not-found') })).toBeVisible()
      await new HostsPage(page, node.url).connect('harbour')
      await new TerminalPage(page).shows('assword')
      await expect(page.getByRole('link', { name: t('ownCredentials.offer.add') })).toBeVisible()
      await expect(page.getByText('laptop')).toHaveCount(0)
    })

    await test.step('under a grant that demands a fresh proof she is asked, and then connected', async () => {
      await node.command(['grants', 'remove', '--name', 'Everyone: all hosts'])
      const marked = ['--fresh-proof', '5', '--credentials', 'personal']
      await node.command(['grants', 'add', '--name', 'marked', '--user', 'olga', '--host', 'harbour', ...marked])
      forgetProofs(node)
      await new HostsPage(theirs, node.url).connect('harbour')
      const dialog = theirs.getByRole('dialog', { name: t('factor.stepUp.title') })
      await expect(dialog).toBeVisible()
      await theirs.keyboard.press('Escape')
      await expect(terminal.pane.getByText(/prove again who you are/).first()).toBeVisible()
      await terminal.reconnectButton.click()
      await dialog.getByLabel(t('factor.enrol.password')).fill(password)
      await dialog.getByRole('button', { name: t('factor.stepUp.submit') }).click()
      await terminal.open()
      // The session that is open rests on the proof that it was opened with.
      forgetProofs(node)
      await terminal.run('echo $((6*7))-still')
      await terminal.shows('42-still')
    })
  } finally {
    await context.close()
    await sshd?.stop()
    await node.dispose()
  }
})
