// Builds what `npm start` runs: the database clients, the pages (.next), and one file each for the server, the
// pages' process, the keeper, the command and the demonstration's host (dist/).
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { build } from 'esbuild'
import { generateClients } from './generate.mjs'
import { bin, root } from './lib/run.mjs'

generateClients()

// What stands there until the end is neither the old build nor the new.
rmSync(`${root}/dist/.built-from`, { force: true })
await build({
  absWorkingDir: root,
  entryPoints: {
    server: './server.ts',
    pages: './pages.ts',
    keeper: './gateway/keeper/main.ts',
    'screen-worker': './gateway/keeper/screen-worker.ts',
    gatehouse: './cli/main.ts',
    demo: './cli/demo/main.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // node_modules is there at run time anyway, and native modules can't be bundled.
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'warning',
})

const pages = spawnSync(bin('next'), ['build'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
})
process.exitCode = pages.status ?? 1
