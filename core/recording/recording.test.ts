import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostEncoder } from '../encodings/encode'
import { asciicast } from './asciicast'
import { EchoMask } from './echo-mask'
import { encodeEventStart, encodeFrameStart, type RecordingEvent } from './events'
import { type EventType, eventTypes, FrameSealer, frameFlags, framePrefixBytes, magic, olderMagic } from './format'
import { findPlaces } from './places'
import { measureRecording, type RecordingPlace, readFrames, readOutputFrom, readRecording } from './reader'
import { RecordingWriter } from './writer'

const key = Buffer.alloc(32, 7)
const header = {
  sessionId: '5f0c3a52-5a8f-4e58-9d5d-0d5b1f2f7a11',
  startedAt: 1_700_000_000_500,
  cols: 80,
  rows: 24,
  term: 'xterm-256color',
  userName: 'ann',
  hostName: 'web-1',
  address: '10.0.0.1',
  port: 22,
  login: 'root',
}

let folder: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-recording-'))
})
afterAll(() => rm(folder, { recursive: true }))

const create = (recordInput = false) =>
  RecordingWriter.create({ path: join(folder, `${++count}.ghrec`), key, header, recordInput })
const source = (path = join(folder, `${count}.ghrec`)) => ({ path, key, sessionId: header.sessionId })

async function read(from = source()) {
  const events: RecordingEvent[] = []
  const reading = readRecording(from)
  for (;;) {
    const next = await reading.next()
    if (next.done) return { verdict: next.value, events }
    events.push(next.value)
  }
}
const outputOf = (events: RecordingEvent[]) =>
  Buffer.concat(events.flatMap((event) => (event.type === 'output' ? [event.bytes] : [])))
const inputOf = (events: RecordingEvent[]) =>
  Buffer.concat(events.flatMap((event) => (event.type === 'input' ? [event.bytes] : []))).toString()

describe('a recording', () => {
  it('gives back every byte, in order, with its offset', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 9000 }), { maxLength: 20 }),
        async (chunks) => {
          const writer = await create()
          await Promise.all(chunks.map((chunk) => writer.output(chunk)))
          expect(await writer.close()).toBe(true)
          const { verdict, events } = await read()
          expect(verdict).toBe('complete')
          expect(outputOf(events).equals(Buffer.concat(chunks))).toBe(true)
          let offset = 0
          for (const event of events) {
            if (event.type !== 'output') continue
            expect(event.offset).toBe(offset)
            offset += event.bytes.length
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('has each output in the file when its promise resolves, also under constant load', async () => {
    const writer = await create()
    let settled = 0
    const load = Array.from({ length: 200 }, (_, n) => writer.output(Buffer.from(`line ${n}\n`)).then(() => settled++))
    await load[0]
    await writer.output(Buffer.from('now'))
    expect(settled).toBe(200)
    const { verdict, events } = await read()
    expect(verdict).toBe('interrupted')
    expect(outputOf(events).toString()).toMatch(/now$/)
    await writer.close()
  })

  it('reads up to the last whole frame wherever the file was cut off', async () => {
    const writer = await create()
    for (const text of ['one ', 'two ', 'three ']) await writer.output(Buffer.from(text))
    await writer.close()
    const whole = await readFile(source().path)
    const cut = join(folder, 'cut.ghrec')
    for (let length = magic.length; length < whole.length; length++) {
      await writeFile(cut, whole.subarray(0, length))
      const { verdict, events } = await read(source(cut))
      expect(verdict).toBe('interrupted')
      expect('one two three '.startsWith(outputOf(events).toString())).toBe(true)
    }
  })

  it('notices every changed byte, removed, swapped or foreign frames, and what was added', async () => {
    const writer = await create()
    for (const text of ['one ', 'two ', 'three ']) await writer.output(Buffer.from(text))
    await writer.close()
    const whole = await readFile(source().path)
    const other = join(folder, 'altered.ghrec')
    const verdictOf = async (bytes: Buffer) => {
      await writeFile(other, bytes)
      return (await read(source(other))).verdict
    }
    for (let at = magic.length; at < whole.length; at++) {
      const changed = Buffer.from(whole)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(await verdictOf(changed)).not.toBe('complete')
    }
    const frames: Buffer[] = []
    for (let at = magic.length; at < whole.length; ) {
      const length = framePrefixBytes + whole.readUInt32BE(at)
      frames.push(whole.subarray(at, at + length))
      at += length
    }
    const [first, second, third, ...rest] = frames
    if (!first || !second || !third) throw new Error('three frames were expected')
    expect(await verdictOf(Buffer.concat([magic, first, third, second, ...rest]))).toBe('altered')
    expect(await verdictOf(Buffer.concat([magic, first, third, ...rest]))).toBe('altered')
    expect(await verdictOf(Buffer.concat([whole, Buffer.from('x')]))).toBe('altered')
    expect((await read({ ...source(), sessionId: 'another' })).verdict).toBe('altered')
    expect((await read({ ...source(), key: Buffer.alloc(32, 8) })).verdict).toBe('altered')
  })

  it('holds no readable text on disk', async () => {
    const writer = await create()
    await writer.output(Buffer.from('the quick brown fox'))
    await writer.close()
    const bytes = await readFile(source().path)
    expect(bytes.includes('quick')).toBe(false)
    expect(bytes.includes('web-1')).toBe(false)
  })

  it('fails for good when the disk is full', async () => {
    const failures: string[] = []
    const failed = ({ message }: Error) => failures.push(message)
    const path = join(folder, 'full.ghrec')
    const writer = await RecordingWriter.create({ path, key, header, recordInput: false, failed })
    // @ts-expect-error: reaching inside, since a full disk can't be made without root everywhere.
    writer.file.write = () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
    await expect(writer.output(Buffer.from('x'))).rejects.toThrow('no space')
    await expect(writer.input(Buffer.from('x'))).rejects.toThrow('no space')
    expect(await writer.close()).toBe(false)
    expect(failures).toEqual(['no space left on device'])
  })

  it('refuses to write over an earlier recording', async () => {
    const path = join(folder, 'once.ghrec')
    const writer = await RecordingWriter.create({ path, key, header, recordInput: false })
    await writer.close()
    await expect(RecordingWriter.create({ path, key, header, recordInput: false })).rejects.toThrow('EEXIST')
  })

  it('can be read from any frame on, while it is being written', async () => {
    const writer = await create()
    const texts = ['one ', 'two ', 'three ', 'four ']
    let place: RecordingPlace | undefined
    for (const [index, text] of texts.entries()) {
      await writer.output(Buffer.from(text))
      const frames = []
      for await (const frame of readFrames(source(), place)) frames.push(frame)
      // The header has a frame of its own.
      expect(frames).toHaveLength(index === 0 ? 2 : 1)
      expect(outputOf(frames.flatMap(({ events }) => events)).toString()).toBe(text)
      place = frames.at(-1)?.next
    }
    await writer.close()
    const last = readFrames(source(), place)
    expect((await last.next()).value).toMatchObject({ events: [{ type: 'end' }] })
    expect(await last.next()).toEqual({ done: true, value: 'complete' })
  })

  it('gives its output from an offset on, within a limit', async () => {
    const writer = await create()
    for (const text of ['one ', 'two ', 'three ']) await writer.output(Buffer.from(text))
    const from = async (offset: number, limit: number) => (await readOutputFrom(source(), offset, limit))?.toString()
    expect(await from(0, 14)).toBe('one two three ')
    expect(await from(5, 14)).toBe('wo three ')
    expect(await from(5, 8)).toBeUndefined()
    expect(await from(14, 0)).toBe('')
    await writer.close()
    expect(await from(8, 6)).toBe('three ')
  })

  it('has places a step apart, from which the end is near', async () => {
    const writer = await create()
    const length = 100_000
    for (let part = 0; part < 60; part++) await writer.output(randomBytes(length))
    const places = await findPlaces(source(), 4_050_000)
    expect(places.length).toBeGreaterThan(2)
    for (const { offset, place } of places) {
      expect(offset % length).toBe(0)
      expect(offset).toBeLessThanOrEqual(4_050_000)
      const { value } = await readFrames(source(), place).next()
      expect(value).toMatchObject({ events: [{ type: 'output', offset }] })
    }
    const [first] = places
    expect(await findPlaces(source(), 4_050_000, first)).toEqual(places.slice(1))
    const last = places.at(-1)
    expect((await readOutputFrom(source(), 5_999_990, 10, last?.place))?.length).toBe(10)
    await writer.close()
  })

  it('of version 1, deflated, is read as it is', async () => {
    const path = join(folder, 'version-1.ghrec')
    const sealer = new FrameSealer(key, header.sessionId)
    const frame = (flags: number, type: EventType, payload: Buffer) => {
      const plain = Buffer.concat([encodeFrameStart(0, 0), encodeEventStart(type, 0, payload.length), payload])
      return sealer.seal(flags | frameFlags.deflated, deflateRawSync(plain))
    }
    const text = Buffer.from('as it was written then\r\n'.repeat(100))
    await writeFile(
      path,
      Buffer.concat([
        olderMagic,
        frame(0, eventTypes.output, text),
        frame(frameFlags.final, eventTypes.end, Buffer.from('{"bytesIn":0,"bytesOut":2400}')),
      ]),
    )
    const { verdict, events } = await read(source(path))
    expect(verdict).toBe('complete')
    expect(outputOf(events).equals(text)).toBe(true)
  })

  it('takes a fraction of the text that it holds, and hands its output on once it is in the file', async () => {
    const shown: Uint8Array[] = []
    const path = join(folder, 'shown.ghrec')
    let inFile = true
    const writer = await RecordingWriter.create({
      path,
      key,
      header,
      recordInput: false,
      written: (output) => {
        shown.push(output)
        inFile &&= statSync(path).size === writer.sizeBytes
      },
    })
    // Small ones are packed at once, the large one aside.
    const texts = ['short', 'a line of a log\r\n'.repeat(2000), 'another line\r\n'.repeat(40_000), 'end']
    for (const text of texts) void writer.output(Buffer.from(text))
    await writer.close()
    expect(Buffer.concat(shown).toString()).toBe(texts.join(''))
    expect(inFile).toBe(true)
    expect(writer.sizeBytes).toBeLessThan(texts.join('').length / 3)
  })

  it('can be measured', async () => {
    const writer = await create()
    await writer.input(Buffer.from('ls\r'))
    await writer.output(Buffer.from('file\r\n'))
    await writer.close()
    expect(await measureRecording(source())).toMatchObject({ verdict: 'complete', bytesIn: 3, bytesOut: 6 })
  })
})

describe('asciicast', () => {
  async function record() {
    const writer = await create(true)
    const text = Buffer.from('中文\r\n')
    await writer.output(text.subarray(0, 2))
    await writer.resize(100, 40)
    await writer.output(text.subarray(2))
    await writer.mark('here')
    await writer.exit({ status: 3 })
    await writer.close()
    return async (version: 2 | 3) => {
      const lines: string[] = []
      for await (const line of asciicast(readRecording(source()), version)) lines.push(line)
      return lines.map((line): unknown => JSON.parse(line))
    }
  }

  it('is version 3 with intervals, resizes, marks and the exit status', async () => {
    const [head, ...events] = await (await record())(3)
    expect(head).toEqual({
      version: 3,
      term: { cols: 80, rows: 24, type: 'xterm-256color' },
      timestamp: 1_700_000_000,
      title: 'root@web-1',
    })
    expect(events.map((event) => (event as unknown[]).slice(1))).toEqual([
      ['r', '100x40'],
      ['o', '中文\r\n'],
      ['m', 'here'],
      ['x', '3'],
    ])
  })

  it('is version 2 on request, with times since the beginning', async () => {
    const [head, ...events] = await (await record())(2)
    expect(head).toMatchObject({ version: 2, width: 80, height: 24 })
    const times = events.map((event) => (event as [number])[0])
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(events.map((event) => (event as unknown[])[1])).toEqual(['r', 'o', 'm'])
  })
})

describe('a recording of a host that writes GBK', () => {
  const gbk = hostEncoder('gbk')

  it('is exported as text, however the bytes came, and keeps them as they are', async () => {
    const path = join(folder, 'gbk.ghrec')
    const writer = await RecordingWriter.create({
      path,
      key,
      header: { ...header, encoding: 'gbk' },
      recordInput: true,
    })
    const bytes = gbk('中文终端\r\n')
    for (const byte of bytes) await writer.output(Uint8Array.of(byte))
    for (const byte of gbk('目')) await writer.input(Uint8Array.of(byte))
    await writer.output(gbk('目'))
    await writer.input(gbk('密'))
    await writer.output(gbk('码'))
    await writer.close()
    const { events } = await read(source(path))
    expect(outputOf(events).subarray(0, bytes.length)).toEqual(Buffer.from(bytes))
    expect(inputOf(events)).toBe('目•')
    let text = ''
    for await (const line of asciicast(readRecording(source(path)), 3)) {
      const [, code, data] = line.startsWith('[') ? JSON.parse(line) : []
      if (code === 'o') text += data
    }
    expect(text).toBe('中文终端\r\n目码')
  })
})

describe('recorded input', () => {
  it('keeps what the host echoes and masks what it does not', async () => {
    const writer = await create(true)
    const echo = async (text: string) => {
      await writer.input(Buffer.from(text))
      await writer.output(Buffer.from(text))
    }
    await echo('s')
    await echo('u')
    await writer.input(Buffer.from('\r'))
    await writer.output(Buffer.from('\r\nPassword: '))
    for (const letter of 'hunter2') await writer.input(Buffer.from(letter))
    await writer.input(Buffer.from('\r'))
    await writer.output(Buffer.from('\r\nhello, this is root\r\n'))
    await writer.close()
    const { events } = await read()
    expect(inputOf(events)).toBe('su\r•••••••\r')
  })

  it('never shows a character that was not printed next', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,20}$/), fc.stringMatching(/^[A-Z ]{0,40}$/), (secret, printed) => {
        let kept = ''
        const echo = new EchoMask((text) => {
          kept += text
        })
        echo.typed(Buffer.from(secret))
        echo.printed(Buffer.from(printed))
        echo.settle()
        expect(kept).toBe('•'.repeat(secret.length))
      }),
    )
  })
})
