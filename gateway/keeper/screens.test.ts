import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RecordingSource } from '@/core/recording/reader'
import { RecordingWriter } from '@/core/recording/writer'
import type { Keyframe } from '@/core/screen/keyframe'
import { ScreenTerminal } from '@/core/screen/terminal'
import { expectSameScreen } from '@/core/testing/screens'
import { bundledKeeper } from '../testing/bundled-keeper'
import { Screens } from './screens'

const key = Buffer.alloc(32, 7)
const size = { cols: 80, rows: 24 }
let bundle: Awaited<ReturnType<typeof bundledKeeper>>
let workerFile: URL
let folder: string
let screens: Screens
let count = 0

beforeAll(async () => {
  bundle = await bundledKeeper()
  workerFile = bundle.screenWorker
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-screens-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  bundle.remove()
})
beforeEach(() => {
  screens = new Screens(workerFile)
})
afterEach(() => screens.close())

async function session(): Promise<{ writer: RecordingWriter; source: RecordingSource }> {
  const sessionId = `session-${++count}`
  const path = join(folder, `${sessionId}.ghrec`)
  const header = {
    sessionId,
    startedAt: 1_700_000_000_000,
    ...size,
    term: 'xterm-256color',
    userName: 'ann',
    hostName: 'web-1',
    address: '10.0.0.1',
    port: 22,
    login: 'root',
  }
  const writer = await RecordingWriter.create({ path, key, header, recordInput: false })
  return { writer, source: { path, key, sessionId } }
}

function shown(...parts: (string | Uint8Array)[]): ScreenTerminal {
  const screen = new ScreenTerminal(size)
  for (const part of parts) screen.write(Buffer.from(part))
  return screen
}

/** A viewer of the keyframe, after what followed it. */
function viewer(keyframe: Keyframe, output: Buffer): ScreenTerminal {
  const screen = new ScreenTerminal(keyframe)
  screen.write(keyframe.bytes)
  screen.write(output.subarray(keyframe.offset))
  return screen
}

describe('the screen of a running session', () => {
  it('is what its recording holds so far, time after time', async () => {
    const { writer, source } = await session()
    let output = Buffer.alloc(0)
    for (const text of ['one\r\n', '\x1b[31mtwo', '\x1b]2;title', '\x07中文'.slice(0, 2), 'x'.repeat(90)]) {
      const bytes = Buffer.from(text)
      output = Buffer.concat([output, bytes])
      await writer.output(bytes)
      const keyframe = await screens.keyframe(source)
      expect(keyframe.offset).toBeLessThanOrEqual(output.length)
      expectSameScreen(viewer(keyframe, output), shown(output))
    }
    expect((await screens.keyframe(source)).title).toBe('title')
    await writer.close()
    expect((await screens.keyframe(source)).offset).toBe(output.length)
  })

  it('has the size the session had last', async () => {
    const { writer, source } = await session()
    await writer.output(Buffer.from('a'.repeat(100)))
    await writer.resize(120, 30)
    await writer.output(Buffer.from('b'))
    const keyframe = await screens.keyframe(source)
    expect([keyframe.cols, keyframe.rows, keyframe.offset]).toEqual([120, 30, 101])
    await writer.close()
  })

  it('ends before a sequence or a character that is not whole', async () => {
    const { writer, source } = await session()
    const text = Buffer.from('ok \x1b[1;3')
    await writer.output(text)
    expect((await screens.keyframe(source)).offset).toBe(3)
    await writer.output(Buffer.from('1mred \xe4', 'latin1'))
    expect((await screens.keyframe(source)).offset).toBe(text.length + 6)
    await writer.output(Buffer.from('\xb8\xad', 'latin1'))
    expect((await screens.keyframe(source)).offset).toBe(text.length + 9)
    await writer.close()
  })

  it('does not wait for a sequence without end', async () => {
    const { writer, source } = await session()
    await writer.output(Buffer.from('before \x1b]52;c;'))
    for (let part = 0; part < 40; part++) await writer.output(Buffer.alloc(32 * 1024, 'A'))
    const keyframe = await screens.keyframe(source)
    expect(keyframe.offset).toBe(14 + 40 * 32 * 1024)
    await writer.output(Buffer.from('AA\x07after'))
    const next = await screens.keyframe(source)
    const end = shown(next.bytes)
    expect(end.terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('before after')
    await writer.close()
  })

  it('is the same after a flood of text of which most is not even opened', async () => {
    const { writer, source } = await session()
    const line = (number: number) => `\tline ${number} of a log that is long enough 中 ${(number * 7919) % 100_003}\r\n`
    const flood = Array.from({ length: 25_000 }, (_, number) => line(number)).join('')
    const parts = ['\x1b[32mprompt$ ', 'cat log\r\n', flood, '\x1b[1mprompt$ \x1b[m', flood.slice(0, 5000)]
    let output = Buffer.alloc(0)
    for (const part of parts) {
      const bytes = Buffer.from(part)
      for (let at = 0; at < bytes.length; at += 60_000) await writer.output(bytes.subarray(at, at + 60_000))
      output = Buffer.concat([output, bytes])
      if (part === flood) expect((await screens.keyframe(source)).offset).toBe(output.length)
    }
    expectSameScreen(viewer(await screens.keyframe(source), output), shown(output))
    await writer.close()
  }, 120_000)

  it('gives the output from an offset on, within a limit', async () => {
    const { writer, source } = await session()
    for (let line = 0; line < 300; line++) await writer.output(Buffer.from(`line ${line}\r\n`))
    const text = (await screens.read(source, 0, 1e6)) ?? new Uint8Array()
    expect(Buffer.from(text).toString()).toMatch(/^line 0\r\n.*line 299\r\n$/s)
    expect(await screens.read(source, text.length - 10, 10)).toEqual(text.slice(-10))
    expect(await screens.read(source, text.length - 10, 9)).toBeUndefined()
    expect(await screens.read(source, text.length, 0)).toHaveLength(0)
    await writer.close()
  })

  it('says that a damaged recording can not be read, and goes on with the others', async () => {
    const { writer, source } = await session()
    await writer.output(Buffer.from('x'))
    await writer.close()
    await appendFile(source.path, 'damage')
    await expect(screens.keyframe(source)).rejects.toMatchObject({ code: 'recording-unreadable' })
    await expect(screens.keyframe({ ...source, path: 'nowhere' })).rejects.toMatchObject({
      code: 'recording-unreadable',
    })
    const other = await session()
    await other.writer.output(Buffer.from('fine'))
    expect((await screens.keyframe(other.source)).offset).toBe(4)
    await other.writer.close()
  })

  it('comes soon although another session has much to read', async () => {
    const [large, small] = [await session(), await session()]
    const line = '\x1b[31mcoloured\x1b[m and plain 0123456789\r\n'
    for (let part = 0; part < 20; part++) await large.writer.output(Buffer.from(line.repeat(10_000)))
    await small.writer.output(Buffer.from('small'))
    await screens.keyframe(small.source)
    const order: string[] = []
    const first = screens.keyframe(large.source).then(() => order.push('large'))
    await small.writer.output(Buffer.from(' and more'))
    const second = screens.keyframe(small.source).then((keyframe) => {
      order.push('small')
      return keyframe
    })
    expect((await second).offset).toBe(14)
    await first
    expect(order).toEqual(['small', 'large'])
    await large.writer.close()
    await small.writer.close()
  })

  it('is brought forward ahead of being asked for', async () => {
    const { writer, source } = await session()
    await writer.output(Buffer.from('text\r\n'.repeat(100_000)))
    screens.advance(source)
    screens.advance(source)
    expect((await screens.keyframe(source)).offset).toBe(600_000)
    screens.forget(source.sessionId)
    expect((await screens.keyframe(source)).offset).toBe(600_000)
    await writer.close()
  })
})

describe('a thread that dies', () => {
  /** A thread whose first request is its death, as often as `lives` says, and which is the real one after that. */
  async function mortal(lives: number): Promise<URL> {
    const path = join(folder, `mortal-${++count}.mjs`)
    const tally = `${path}.tally`
    await writeFile(tally, '')
    await writeFile(
      path,
      `import { appendFileSync, statSync } from 'node:fs'
       import { parentPort } from 'node:worker_threads'
       if (statSync(${JSON.stringify(tally)}).size >= ${lives}) await import(${JSON.stringify(workerFile.href)})
       else parentPort.once('message', () => { appendFileSync(${JSON.stringify(tally)}, '.'); throw new Error('the end') })`,
    )
    return pathToFileURL(path)
  }

  it('is replaced, and its callers do not notice', async () => {
    const { writer, source } = await session()
    await writer.output(Buffer.from('still here'))
    const replaced = new Screens(await mortal(1))
    const [keyframe, output] = await Promise.all([replaced.keyframe(source), replaced.read(source, 6, 10)])
    expect(keyframe.offset).toBe(10)
    expect(Buffer.from(output ?? []).toString()).toBe('here')
    await replaced.close()
    await writer.close()
  })

  it('twice is told', async () => {
    const { writer, source } = await session()
    const hopeless = new Screens(await mortal(9))
    await expect(hopeless.keyframe(source)).rejects.toMatchObject({
      code: 'screen-unavailable',
      cause: new Error('the end'),
    })
    await hopeless.close()
    await expect(hopeless.keyframe(source)).rejects.toMatchObject({ code: 'screen-unavailable' })
    await writer.close()
  })

  it('of what one session printed does not fail the others', async () => {
    const [bad, good] = [await session(), await session()]
    await good.writer.output(Buffer.from('good'))
    const path = join(folder, 'picky.mjs')
    await writeFile(
      path,
      `import { parentPort } from 'node:worker_threads'
       await import(${JSON.stringify(workerFile.href)})
       parentPort.on('message', ({ id, source }) => {
         if (source?.sessionId !== ${JSON.stringify(bad.source.sessionId)}) return
         parentPort.postMessage({ type: 'working', id })
         setImmediate(() => process.exit(1))
       })`,
    )
    const picky = new Screens(pathToFileURL(path))
    const [first, second] = await Promise.allSettled([picky.keyframe(bad.source), picky.keyframe(good.source)])
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'screen-unavailable' } })
    expect(second).toMatchObject({ status: 'fulfilled', value: { offset: 4 } })
    await picky.close()
    await bad.writer.close()
    await good.writer.close()
  })
})
