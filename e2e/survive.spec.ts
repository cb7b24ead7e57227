import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, signIn, test } from './fixtures'
import { seed } from './support/house'
import { LiveClient } from './support/live-client'
import type { GatehouseNode } from './support/node'
import { ownNode } from './support/own-node'
import { readRecording } from './support/recordings'
import { Visitor } from './support/visitor'

/** One client of a session over as many connections as it takes: everything it was told, put together. */
class Survivor {
  text = ''
  private current: LiveClient | undefined

  private constructor(
    readonly sessionId: string,
    client: LiveClient,
  ) {
    this.current = client
  }

  static async open(visitor: Visitor, accountId: string): Promise<Survivor> {
    const client = await LiveClient.connect(visitor)
    const { sessionId } = await client.open({ kind: 'account', accountId })
    await client.until(() => client.states.at(-1)?.state === 'open')
    return new Survivor(sessionId, client)
  }

  get client(): LiveClient {
    if (!this.current) throw new Error('not connected')
    return this.current
  }

  /** The connection breaks, as a network does: without a word. */
  break(): void {
    this.client.socket.io.engine.close()
  }

  async comeBack(visitor: Visitor): Promise<number> {
    const { clientId } = this.client
    this.client.close()
    const { offset } = this.client
    this.text += this.client.text()
    const back = await LiveClient.connect(visitor, {}, clientId)
    this.current = back
    const attached = await back.attach(this.sessionId, offset)
    expect(back.screens).toEqual([])
    if (attached.kind === 'ended') throw new Error(`it ended: ${attached.end.reason}`)
    return attached.accepted
  }

  whole(): string {
    return this.text + this.client.text()
  }
}

async function house(
  page: import('@playwright/test').Page,
  context: Parameters<typeof signIn>[0],
  sshd: Parameters<typeof seed>[2],
) {
  const own = await ownNode()
  await signIn(context, own.visitor)
  const { accountId } = await seed(page, own.node, sshd)
  return { ...own, accountId }
}

const numbersIn = (text: string) => (text.match(/^n \d+/gm) ?? []).map((line) => Number(line.slice(2)))
const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1)
/** Numbered lines as long as the host's shell finds the condition true, then how many. */
const countWhile = (condition: string) =>
  `i=0; while ${condition}; do i=$((i+1)); echo "n $i"; done; echo "all-$((1+1))-done $i."\n`
const counted = /all-2-done (\d+)\./

test('ten forced disconnects in a flood: nothing is missing and nothing comes twice', async ({
  page,
  context,
  sshd,
}) => {
  test.setTimeout(240_000)
  const { node, visitor, accountId } = await house(page, context, sshd)
  // A file of its own, not in a folder of ours: the host's user must be able to see that it is there.
  const stop = join(tmpdir(), `gatehouse-stop-${randomUUID()}`)
  try {
    // It goes on until the last disconnect is over, however fast the machine prints.
    const one = await Survivor.open(visitor, accountId)
    one.client.type(one.sessionId, countWhile(`[ $i -lt 200000 ] || [ ! -e ${stop} ]`))
    for (let n = 0; n < 10; n++) {
      await one.client.until(() => one.client.bytes > 20_000)
      one.break()
      await one.comeBack(visitor)
    }
    await writeFile(stop, '')
    await one.client.until(() => counted.test(one.client.tail()), 60_000)
    const last = Number(counted.exec(one.client.tail())?.[1])
    expect(last).toBeGreaterThanOrEqual(200_000)
    expect(numbersIn(one.whole())).toEqual(upTo(last))
    one.client.type(one.sessionId, 'exit\n')
    await one.client.until(() => one.client.end !== undefined)
    expect((await readRecording(visitor, one.sessionId)).output.startsWith(one.whole())).toBe(true)
    one.client.close()
  } finally {
    await node.dispose()
    await rm(stop, { force: true })
  }
})

/** Five sessions that type and five that flood go on while `restart` happens to their portal. */
async function outlive(
  { node, visitor, accountId, name, password }: Awaited<ReturnType<typeof house>>,
  restart: (node: GatehouseNode) => Promise<void>,
): Promise<void> {
  const sessions = await Promise.all(Array.from({ length: 10 }, () => Survivor.open(visitor, accountId)))
  const keepers = node.keepers()
  const flooding = sessions.slice(0, 5)
  const typing = sessions.slice(5)
  for (const one of flooding) one.client.type(one.sessionId, countWhile('[ $i -lt 60000 ]'))
  // What is typed is counted by the host, so that a key that came twice or not at all would show.
  for (const one of typing) one.client.type(one.sessionId, 'stty -echo; cat | tr -d "\\n" | wc -c\n')
  const typed = new Map(typing.map((one) => [one, 'stty -echo; cat | tr -d "\\n" | wc -c\n'.length]))
  await Promise.all(flooding.map((one) => one.client.until(() => one.client.bytes > 5000)))
  const type = (one: Survivor, text: string) => {
    one.client.type(one.sessionId, text)
    typed.set(one, (typed.get(one) ?? 0) + text.length)
  }
  for (const one of typing) for (let n = 0; n < 50; n++) type(one, 'x\n')

  await restart(node)
  await Promise.all(sessions.map((one) => one.client.until(() => one.client.socket.disconnected)))
  for (const one of sessions) one.break()
  await node.start()
  const again = await new Visitor(node.url).signIn(name, password)
  for (const one of sessions) {
    const accepted = await one.comeBack(again)
    // What did not arrive is sent again, and only that.
    const missing = (typed.get(one) ?? 0) - accepted
    if (missing > 0) one.client.type(one.sessionId, 'x\n'.repeat(100).slice(-missing))
  }
  for (const one of typing) {
    for (let n = 0; n < 50; n++) one.client.type(one.sessionId, 'x\n')
    one.client.type(one.sessionId, '\u0004')
  }
  await Promise.all(typing.map((one) => one.client.until(() => /\b100\r\n/.test(one.whole()))))
  await Promise.all(flooding.map((one) => one.client.until(() => counted.test(one.client.tail()), 60_000)))
  for (const one of flooding) expect(numbersIn(one.whole())).toEqual(upTo(60_000))
  // The same processes hold them still.
  for (const pid of keepers) expect(() => process.kill(pid, 0)).not.toThrow()
  for (const one of sessions) {
    one.client.type(one.sessionId, 'exit\n')
    await one.client.until(() => one.client.end !== undefined)
    expect(one.client.end?.reason).toBe('exited')
    one.client.close()
  }
}

test('kill -9 of the portal under ten sessions: all go on, no byte is missing', async ({ page, context, sshd }) => {
  test.setTimeout(360_000)
  const own = await house(page, context, sshd)
  try {
    await outlive(own, (node) => node.killPortal())
  } finally {
    await own.node.dispose()
  }
})

test('a restart of the portal that hands over: all go on, no byte is missing', async ({ page, context, sshd }) => {
  test.setTimeout(360_000)
  const own = await house(page, context, sshd)
  try {
    await outlive(own, async (node) => expect(await node.stop('SIGUSR2')).toBe(0))
  } finally {
    await own.node.dispose()
  }
})

test('only its owner can attach to a session, and each new page that does is in the audit log', async ({
  page,
  context,
  sshd,
}) => {
  const { node, visitor, accountId } = await house(page, context, sshd)
  try {
    const one = await Survivor.open(visitor, accountId)
    await node.command(['admin', 'create', '--name', 'eve', '--password-stdin'], 'a long enough password')
    const eve = await new Visitor(node.url).signIn('eve', 'a long enough password')
    const other = await LiveClient.connect(eve)
    await expect(other.attach(one.sessionId)).rejects.toThrow('not-found')
    other.close()
    const second = await LiveClient.connect(visitor)
    await second.attach(one.sessionId)
    await second.until(() => second.screens.length === 1)
    // The page before, as one that slept, comes back by itself: it does not take the place of the one at work.
    const slept = await LiveClient.connect(visitor, {}, one.client.clientId)
    const told = new Promise((resolve) => slept.socket.once('taken-over', resolve))
    await expect(slept.attach(one.sessionId, 0)).rejects.toThrow('conflict')
    expect(await told).toBe(one.sessionId)
    slept.close()
    second.type(one.sessionId, 'echo still-$((1+1))\n')
    await second.until(() => second.text().includes('still-2'))
    second.close()
    const log = await (await visitor.request('/api/v1/audit/export?format=jsonl&action=session.attach')).text()
    expect(log.trim().split('\n')).toHaveLength(1)
    one.client.close()
  } finally {
    await node.dispose()
  }
})
