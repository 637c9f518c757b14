import { join } from 'node:path'

/** The folder of the photos' files. */
export const mediaFolder = (dataDir: string): string => join(dataDir, 'media')
