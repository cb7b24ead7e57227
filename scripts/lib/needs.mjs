// What the tests need from the system besides npm packages, how to see whether it is there, and which Debian package
// brings it.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin']

/** The full path of a program, or undefined. Looks in the system folders that an ordinary user's PATH leaves out. */
export function which(program) {
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file))
}

/** The folder with `initdb` and `pg_ctl`, the newest version's; Debian keeps them out of the PATH. */
export function postgresqlFolder() {
  const versions = '/usr/lib/postgresql'
  const newest = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, 'bin'))
        .find((folder) => existsSync(join(folder, 'initdb')))
    : undefined
  if (newest) return newest
  return which('initdb') ? join(which('initdb'), '..') : undefined
}

/** Playwright's own Chromium where it is installed, else the system's. */
async function chromium() {
  const { chromium } = await import('@playwright/test')
  return [chromium.executablePath(), '/usr/bin/chromium'].find((file) => existsSync(file))
}

function chineseFont() {
  try {
    return execFileSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

/** Each need: what it is for, the Debian package, and where it was found (undefined: missing). */
export const needs = [
  { name: 'OpenSSH server', debian: 'openssh-server', find: async () => which('sshd') },
  { name: 'OpenSSH client tools', debian: 'openssh-client', find: async () => which('ssh-keygen') },
  { name: 'PostgreSQL server', debian: 'postgresql', find: async () => postgresqlFolder() },
  { name: 'Chromium', debian: 'chromium', hint: 'npx playwright install chromium', find: chromium },
  { name: 'a Chinese font', debian: 'fonts-noto-cjk', find: async () => chineseFont() },
  { name: 'vim', debian: 'vim', find: async () => which('vim') },
  { name: 'less', debian: 'less', find: async () => which('less') },
  { name: 'tmux', debian: 'tmux', find: async () => which('tmux') },
  { name: 'top', debian: 'procps', find: async () => which('top') },
]

export async function missingNeeds() {
  const found = await Promise.all(needs.map((need) => need.find()))
  return needs.filter((_, index) => !found[index])
}

/** Whether this program may install Debian packages by itself. */
export function canInstall() {
  if (process.getuid?.() !== 0 || !which('apt-get')) return false
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
