import { expect, signIn, test } from './fixtures'
import { seed } from './support/house'
import { t } from './support/labels'
import { LiveClient } from './support/live-client'
import { ownNode } from './support/own-node'

test('kill -9 of the pages while someone types: not a key is lost, and the pages come back', async ({
  page,
  context,
  sshd,
}) => {
  test.setTimeout(360_000)
  const { node, visitor } = await ownNode()
  try {
    await signIn(context, visitor)
    const { accountId } = await seed(page, node, sshd)
    const client = await LiveClient.connect(visitor)
    const { sessionId } = await client.open({ kind: 'account', accountId })
    await client.until(() => client.states.at(-1)?.state === 'open')
    client.type(sessionId, 'stty -echo; echo re-"ady"; while read line; do echo "got $line"; done\n')
    await client.until(() => client.text().includes('re-ady'))
    let typed = 0
    const type = async () => {
      typed += 1
      client.type(sessionId, `key ${typed}\n`)
      await client.until(() => client.text().includes(`got key ${typed}\r\n`))
    }

    const [before = 0] = node.pages()
    await type()
    process.kill(before, 'SIGKILL')
    // Until they are back each page says so, in words, and each key is answered.
    const away = await page.goto(`${node.url}/hosts`)
    if (away?.status() !== 200) {
      expect([502, 503]).toContain(away?.status())
      await expect(page.getByText(t('errors.pages-unavailable'))).toBeVisible()
    }
    expect((await fetch(`${node.url}/healthz`)).status).toBe(200)
    let back: Response | undefined
    while (back?.status !== 200) {
      await type()
      back = await visitor.request('/hosts')
    }
    await type()
    expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
    await page.goto(`${node.url}/hosts`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(node.pages()).not.toContain(before)

    const answers = (client.text().match(/^got key \d+/gm) ?? []).map((line) => Number(line.slice(8)))
    expect(answers).toEqual(Array.from({ length: typed }, (_, n) => n + 1))
    expect(client.end).toBeUndefined()
    client.close()
  } finally {
    await node.dispose()
  }
})

test('the pages go with the portal, however it goes', async () => {
  test.setTimeout(240_000)
  const { node } = await ownNode()
  const isGone = (pid = 0) => {
    try {
      process.kill(pid, 0)
      return false
    } catch {
      return true
    }
  }
  try {
    const [first] = node.pages()
    await node.killPortal()
    await expect.poll(() => isGone(first)).toBe(true)
    await node.start()
    const [second] = node.pages()
    expect(await node.stop()).toBe(0)
    expect(isGone(second)).toBe(true)
  } finally {
    await node.dispose()
  }
})
