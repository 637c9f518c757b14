// As little as can send a text: one window, one call to the main process, the same way out as Tern's. No store; or,
// when asked to, two commits before it leaves, as every text needs: written down, then marked as on its way.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, session } from 'electron'
import { connect } from '../../../electron/store/connection.ts'
import { createSessionHttp } from '../../../electron/http/session-http.ts'

const url = process.env['BENCH_SEND_URL'] ?? ''
const authorization = process.env['BENCH_SEND_AS'] ?? ''
app.setPath('userData', process.env['TERN_DATA_DIR'] ?? '')
app.commandLine.appendSwitch('disable-http2')
app.commandLine.appendSwitch('disable-quic')

app.whenReady().then(
  async () => {
    const http = createSessionHttp({
      shared: session.fromPartition('shared', { cache: false }),
      once: session.fromPartition('once', { cache: false }),
    })
    const db = connect(join(app.getPath('userData'), 'bench.db'), randomBytes(32).toString('hex'))
    db.exec('CREATE TABLE texts (id INTEGER PRIMARY KEY, body TEXT NOT NULL, claimed INTEGER) STRICT')
    ipcMain.handle('send', async (_event, to: string, body: string, commits: boolean) => {
      if (commits) {
        db.run('INSERT INTO texts (body) VALUES (?)', body)
        db.run('UPDATE texts SET claimed = 1 WHERE id = (SELECT max(id) FROM texts)')
      }
      const headers = { authorization, accept: 'application/json', 'content-type': 'application/json' }
      const text = JSON.stringify({ to, body })
      const { status } = await http({
        method: 'POST',
        url,
        headers,
        body: text,
        timeoutMs: 30_000,
        once: true,
      })
      return status
    })
    const preload = join(__dirname, 'preload.cjs')
    const window = new BrowserWindow({ width: 1100, height: 720, webPreferences: { preload, sandbox: true } })
    await window.loadFile(join(__dirname, 'index.html'))
  },
  () => app.exit(1),
)
