import { dirname } from 'node:path'

// Not in one word: whoever bundles this file would replace it here as well.
const words = ['import', 'meta', 'dirname'].join('.')

/**
 * A bundled module still finds the files beside its source.
 * @type {import('vite').Plugin}
 */
export const keepFolders = {
  name: 'keep-folders',
  transform: (code, id) =>
    code.includes(words) ? code.replaceAll(words, JSON.stringify(dirname(id))) : undefined,
}
