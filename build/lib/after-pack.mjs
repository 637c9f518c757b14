/** Run by electron-builder between packing and the fuses: Electron's own default app has no place in a package. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/** @param {{ appOutDir: string, packager: { getResourcesDir: (dir: string) => string } }} context */
export default async function afterPack({ appOutDir, packager }) {
  await rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true })
}
