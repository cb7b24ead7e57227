import { describe, expect, it } from 'vitest'
import { maxInputFrameBytes } from '@/core/sessions/wire'
import * as hostile from '../testing/hostile-hosts'
import { testLimits } from '../testing/keeper-client'
import { keeperAndHost } from '../testing/keeper-process'

const mebibyte = 1024 * 1024
const anyPassword = { kind: 'password' as const, password: 'anything goes' }

const keeper = keeperAndHost()

let nonce = 0
/** Bytes of memory that the keeper takes. */
async function memory(): Promise<number> {
  const { client } = keeper
  const asked = ++nonce
  const answered = new Promise<number>((resolve) => {
    const react = client.react
    client.react = (message) => {
      react(message)
      if (message.type !== 'pong' || message.nonce !== asked) return
      client.react = react
      resolve(message.stats.rssBytes)
    }
  })
  client.send({ type: 'ping', nonce: asked })
  return answered
}

/** What a host prints goes to `printed`, and is kept by nobody; how much of the answers it has taken goes to `taken`. */
function follow(handle: number, printed: (bytes: Buffer) => void, taken: (total: number) => void = () => {}): void {
  const { client } = keeper
  client.react = (message) => {
    if (message.type !== 'output' && message.type !== 'taken') return
    if (message.attachment !== handle) return
    client.heard.pop()
    if (message.type === 'output') printed(Buffer.from(message.bytes))
    else taken(message.total)
  }
}

async function answers(beside: number): Promise<void> {
  const { client } = keeper
  client.type(beside, 'echo beside-$((40+2))\r')
  await client.untilOutput(beside, 'beside-42')
}

async function closes(handle: number): Promise<void> {
  const { client } = keeper
  client.send({ type: 'close', handle, reason: 'closed-by-user' })
  expect((await client.until(handle, 'ended')).end.reason).toBe('closed-by-user')
}

describe('beside a host that', () => {
  it('prints a line without end, another session is answered; the keeper holds little of it', async () => {
    const { client } = keeper
    const host = await hostile.endlessLineHost()
    const beside = await keeper.openShell()
    const handle = await client.openShell(host, anyPassword)
    const printed = (bytes: number) =>
      new Promise<void>((resolve) => {
        follow(handle, () => {
          if ((client.offsets.get(handle) ?? 0) >= bytes) resolve()
        })
      })
    // By then its buffers are as large as they get.
    await printed(64 * mebibyte)
    const before = await memory()
    const much = printed(160 * mebibyte)
    await answers(beside)
    await much
    expect((await memory()) - before).toBeLessThan(64 * mebibyte)
    await closes(handle)
    await host.stop()
  })

  it('asks the terminal without end and hears every answer, another session is answered', async () => {
    const { client } = keeper
    const host = await hostile.questionHost()
    const beside = await keeper.openShell()
    const before = await memory()
    const handle = await client.openShell(host, anyPassword)
    let sent = 0
    let taken = 0
    const enough = new Promise<void>((resolve) => {
      follow(
        handle,
        (bytes) => {
          const words = answersTo(bytes)
          // As a browser: no further ahead of what the host is known to have taken.
          if (words === '' || sent - taken + words.length > maxInputFrameBytes) return
          client.type(handle, words)
          sent += words.length
          client.send({ type: 'want-taken', attachment: handle, total: sent })
        },
        (total) => {
          taken = total
          if (taken >= mebibyte) resolve()
        },
      )
    })
    await enough
    await answers(beside)
    expect((await memory()) - before).toBeLessThan(64 * mebibyte)
    await closes(handle)
    await host.stop()
  })

  it('asks without end and takes no answer, another session is answered; what waits for the host is bounded', async () => {
    const { client } = keeper
    const host = await hostile.deafQuestionHost()
    const beside = await keeper.openShell()
    const limits = { ...testLimits, inputBytes: mebibyte / 4 }
    const handle = await client.openShell(host, anyPassword, { limits })
    // A browser would wait until the host has taken what it sent; this one doesn't.
    follow(handle, (bytes) => client.type(handle, answersTo(bytes)))
    await answers(beside)
    const { end, tally } = await client.until(handle, 'ended')
    expect(end.reason).toBe('input-overflow')
    // What the host's window took, and what waited.
    expect(tally.bytesIn).toBeLessThan(3 * mebibyte)
    await host.stop()
  })
})

/** What a terminal says to these questions. */
function answersTo(bytes: Buffer): string {
  const asked = bytes.toString('latin1').split('\u001b[6n').length - 1
  return '\u001b[?1;2c\u001b[24;80R\u001b[>0;276;0c\u001bP1$r0m\u001b\\'.repeat(asked)
}
