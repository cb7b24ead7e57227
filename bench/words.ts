import type { Shell } from './shell'

/** Resolves when this text has come by; `write` is sent first. Rejects after `limitMs`. */
export function until(shell: Shell, text: string, write = '', limitMs = 60_000): Promise<void> {
  const before = shell.onOutput
  return new Promise((resolve, reject) => {
    let tail = ''
    const over = () => {
      clearTimeout(timer)
      shell.onOutput = before
    }
    const timer = setTimeout(() => {
      over()
      reject(new Error(`waited ${limitMs} ms in vain for ${JSON.stringify(text)}; the last: ${JSON.stringify(tail)}`))
    }, limitMs)
    shell.onOutput = (bytes) => {
      tail = (tail + Buffer.from(bytes).toString('latin1')).slice(-(text.length + 256))
      if (!tail.includes(text)) return
      over()
      resolve()
    }
    if (write) shell.write(write)
  })
}

let marks = 0

/** Runs a command in the shell and resolves when it is done. The command's echo can't be mistaken for its end. */
export async function run(shell: Shell, command: string, limitMs?: number): Promise<void> {
  marks += 1
  await until(shell, `<done-${marks}>`, `${command}; echo "<""done-${marks}>"\r`, limitMs)
}
