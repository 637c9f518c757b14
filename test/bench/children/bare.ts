/** The least that can take a callback safely: node:http and one INSERT of the body, committed before the answer. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import { connect } from '../../../electron/store/connection.ts'
import { answer, argument, onEnd } from './run.ts'

const { path } = v.parse(v.object({ path: v.string() }), argument())

// The store's own way to open a file: the same encryption, the same pragmas.
const db = connect(path, randomBytes(32).toString('hex'))
db.exec('CREATE TABLE events (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT')

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    db.run('INSERT INTO events (at, body) VALUES (?, ?)', Date.now(), Buffer.concat(chunks).toString('utf8'))
    response.end('ok')
  })
})
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => answer({ port: (server.address() as AddressInfo).port, path: '/' }))
onEnd(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  db.close()
})
