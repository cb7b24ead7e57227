import { io } from 'socket.io-client'
import parser from 'socket.io-msgpack-parser'
import type { Hear, Shell } from '../shell'

/** A shell through the bridge. */
export async function openBridge(url: string, hear: Hear): Promise<Shell> {
  const socket = io(url, { transports: ['websocket'], parser, reconnection: false, forceNew: true })
  const shell: Shell = {
    onOutput: hear,
    write: (text) => void socket.emit('input', Buffer.from(text)),
    close: async () => {
      const closed = new Promise((resolve) => socket.once('disconnect', resolve))
      if (socket.connected) socket.disconnect()
      else return
      await closed
    },
  }
  socket.on('output', (bytes: Uint8Array) => shell.onOutput(bytes))
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('connect_error', reject)
    socket.once('disconnect', (reason) => reject(new Error(`the bridge hung up: ${reason}`)))
  })
  await opened
  return shell
}
