import childProcess, { type ChildProcess, type SpawnOptions } from 'node:child_process'
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Loaded into a server's processes before anything of theirs (`node --import`), so that the bench can ask for a forced
// collection and for a profile. It costs nothing while nobody asks. Its folder is in BENCH_PROBE; a process writes
// itself down there, and passes the probe on to the Node processes that it starts, whatever environment it gives them.
//
// SIGURG: collect, then write `<pid>.memory`. With `<pid>.profile` in the folder: begin a processor profile, and the next
// time, when that file is gone, write it to `<pid>.cpuprofile`. No server has a use of its own for that signal; SIGUSR2
// tells a portal to hand over.

const folder = process.env.BENCH_PROBE
const options = process.env.NODE_OPTIONS
if (folder) {
  writeFileSync(join(folder, String(process.pid)), '')
  passOn(folder)
  const collect = collector()
  process.on('SIGURG', () => {
    collect()
    const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage()
    const file = join(folder, `${process.pid}.memory`)
    // Whole or not at all: the bench waits for the file.
    writeFileSync(`${file}.new`, JSON.stringify({ rss, heapUsed, external, arrayBuffers }))
    renameSync(`${file}.new`, file)
    profile(folder)
  })
}

function passOn(place: string): void {
  const spawn = childProcess.spawn
  // The overloads of spawn differ in types alone: each passes its arguments on.
  childProcess.spawn = ((command: string, args: readonly string[] = [], given: SpawnOptions = {}): ChildProcess => {
    if (command !== process.execPath) return spawn(command, args, given)
    const env = { ...(given.env ?? process.env), BENCH_PROBE: place, NODE_OPTIONS: options }
    return spawn(command, args, { ...given, env })
  }) as typeof childProcess.spawn
  syncBuiltinESMExports()
}

function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

let session: Session | undefined

function profile(place: string): void {
  const wanted = existsSync(join(place, `${process.pid}.profile`))
  if (wanted && !session) {
    session = new Session()
    session.connect()
    session.post('Profiler.enable')
    session.post('Profiler.setSamplingInterval', { interval: 200 })
    session.post('Profiler.start')
  } else if (!wanted && session) {
    session.post('Profiler.stop', (error, result) => {
      if (!error) writeFileSync(join(place, `${process.pid}.cpuprofile`), JSON.stringify(result.profile))
    })
    session.disconnect()
    session = undefined
  }
}
