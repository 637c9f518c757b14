// As little as a tray app can be: a tray icon and a window with an empty page. What Tern is measured against.
const { app, BrowserWindow, Menu, Tray } = require('electron')
const { join } = require('node:path')

app.setPath('userData', process.env.TERN_DATA_DIR)

let tray
void app.whenReady().then(() => {
  tray = new Tray(join(__dirname, 'tray.png'))
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.quit() }]))
  if (process.argv.includes('--hidden')) return
  const window = new BrowserWindow({ width: 1100, height: 720, show: false })
  window.once('ready-to-show', () => window.show())
  void window.loadFile(join(__dirname, 'index.html'))
})
app.on('window-all-closed', () => undefined)
