import { expect, signIn, test } from './fixtures'
import { seed } from './support/house'
import { LiveClient } from './support/live-client'
import { ownNode } from './support/own-node'
import { readRecording } from './support/recordings'
import { Visitor } from './support/visitor'

// Output without end, each line different, so that one missing byte shows.
const flood = 'i=0; while :; do i=$((i+1)); echo "line $i of a flood that nobody asked for"; done\n'

for (const victim of ['keeper', 'portal', 'both'] as const) {
  test(`kill -9 of ${victim} in the middle of output loses no byte that was on a screen`, async ({
    page,
    context,
    sshd,
  }) => {
    test.setTimeout(240_000)
    const { node, visitor, name, password } = await ownNode()
    try {
      await signIn(context, visitor)
      const { accountId } = await seed(page, node, sshd)
      const client = await LiveClient.connect(visitor)
      const { sessionId } = await client.open({ kind: 'account', accountId })
      await client.until(() => client.states.at(-1)?.state === 'open')
      client.type(sessionId, flood)
      await client.until(() => client.bytes > 300_000)

      const keepers = node.keepers()
      expect(keepers.length).toBeGreaterThan(0)
      if (victim !== 'portal') for (const pid of keepers) process.kill(pid, 'SIGKILL')
      if (victim !== 'keeper') {
        await node.killPortal()
        await client.until(() => client.socket.disconnected)
        await node.start()
      }
      const again = await new Visitor(node.url).signIn(name, password)
      if (victim === 'keeper') {
        await client.until(() => client.end !== undefined)
        expect(client.end?.reason).toBe('keeper-lost')
        // The portal is unharmed, and a new keeper takes the next session.
        expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
      }
      if (victim === 'portal') {
        // Its keeper held on to the session: it is ended by hand.
        const back = await LiveClient.connect(again, {}, client.clientId)
        await back.attach(sessionId, client.offset)
        back.socket.emit('close', sessionId, () => {})
        await back.until(() => back.end !== undefined)
        back.close()
      }
      const received = client.text()
      client.close()

      const recording = await readRecording(again, sessionId)
      expect(recording.output.slice(0, received.length) === received).toBe(true)
      const ends = await (await again.request('/api/v1/audit/export?format=jsonl&action=session.end')).text()
      const end = ends.split('\n').find((line) => line.includes(sessionId))
      expect(end).toMatch(victim === 'portal' ? /recording\W+complete/ : /recording\W+interrupted/)
    } finally {
      await node.dispose()
    }
  })
}
