import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { packageRoot } from '@/prisma/migrate'

/** The keeper and its screens' thread as files of their own, as the build makes them; in the project, so that they find its packages. */
export async function bundledKeeper() {
  const folder = join(packageRoot(), '.tmp', `keeper-${process.pid}`)
  await build({
    absWorkingDir: packageRoot(),
    entryPoints: { keeper: 'gateway/keeper/main.ts', 'screen-worker': 'gateway/keeper/screen-worker.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return {
    folder,
    script: join(folder, 'keeper.mjs'),
    screenWorker: pathToFileURL(join(folder, 'screen-worker.mjs')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
