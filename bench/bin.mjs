// `npm run bench`: bundles the benchmarks (the repository's own TypeScript, aliases and all) and runs them. What runs in
// processes of its own (the bridge, readers, the probe) becomes a file of its own beside the main one.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { generateClients } from '../scripts/generate.mjs'
import { build, buildIsStale } from '../scripts/lib/ready.mjs'
import { root } from '../scripts/lib/run.mjs'
import { giveUp } from '../scripts/lib/say.mjs'

generateClients()
if (!existsSync(join(root, 'dist/server.mjs')) || (buildIsStale() && !process.argv.includes('--no-build'))) {
  console.error('building Gatehouse as `npm start` runs it …')
  if ((await build()) !== 0) giveUp('The build failed.', 'What it said is above.')
}
await bundle({
  absWorkingDir: root,
  entryPoints: {
    main: './bench/main.ts',
    bridge: './bench/bridge/server.ts',
    probe: './bench/helpers/probe.ts',
    reader: './bench/helpers/reader.ts',
    relay: './bench/helpers/relay.ts',
    hostile: './bench/helpers/hostile.ts',
    holder: './bench/helpers/holder.ts',
    visitor: './bench/helpers/visitor.ts',
  },
  outdir: '.tmp/bench',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
})

// The main process sees Ctrl-C itself: the terminal sends it to the whole group.
const child = spawn(
  process.execPath,
  ['--enable-source-maps', join(root, '.tmp/bench/main.mjs'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
