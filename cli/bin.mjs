#!/usr/bin/env node
// The `gatehouse` command. The program itself is built together with the server.
import { existsSync } from 'node:fs'

const bundle = new URL('../dist/gatehouse.mjs', import.meta.url)
if (!existsSync(bundle)) {
  console.error('Gatehouse is not built yet: run "npm run up" first.')
  process.exit(1)
}
await import(bundle.href)
