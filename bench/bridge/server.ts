import { createServer } from 'node:http'
import { Server } from 'socket.io'
import parser from 'socket.io-msgpack-parser'
import { Client } from 'ssh2'
import { connectConfig } from '../bare'
import { type SshTarget, size, term } from '../shell'

// The floor of the framework: a socket.io event becomes a write on the channel, the channel's data a socket.io event, and
// nothing is in between. No sign-in, no flow control, no recording. For loopback and the bench alone.

// The bench, which starts this, writes the one target there is.
const target = JSON.parse(process.env.BRIDGE_TARGET ?? '') as SshTarget
const http = createServer()
const io = new Server(http, { parser, transports: ['websocket'], serveClient: false })

io.on('connection', (socket) => {
  const client = new Client()
  socket.on('disconnect', () => client.end())
  client.on('error', () => socket.disconnect(true))
  client.on('close', () => socket.disconnect(true))
  client.on('ready', () => {
    client.setNoDelay(true)
    client.shell({ ...size, term, width: 0, height: 0 }, (error, channel) => {
      if (error) {
        socket.disconnect(true)
        return
      }
      channel.on('data', (bytes: Buffer) => socket.emit('output', bytes))
      channel.on('close', () => client.end())
      socket.on('input', (bytes: Buffer) => channel.write(bytes))
      socket.emit('open')
    })
  })
  client.connect(connectConfig(target))
})

http.listen(0, '127.0.0.1', () => {
  const address = http.address()
  if (address && typeof address === 'object') process.send?.({ port: address.port })
})
process.once('disconnect', () => process.exit(0))
