import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'
import svelteConfig from '../renderer/svelte.config.js'

// The rules that need types are in oxlint.json.

/** The words of the rules about who may import what. */
const electronOnly = 'Only electron/ imports Electron.'
const rawChannels = 'Calls and events go through the door (electron/ipc) and the preload script.'
const nodeModules = ['node:*', 'fs', 'path', 'crypto', 'child_process', 'http', 'https', 'net', 'os']

const plain = {
  'no-empty': ['error', { allowEmptyCatch: false }],
  'no-console': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
  'max-lines': ['error', { max: 300 }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/ban-ts-comment': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
  ],
}

/**
 * @param {{ group: string[], message: string }[]} patterns
 * @param {{ name: string, importNames?: string[], message: string }[]} [paths]
 */
const imports = (patterns, paths = []) => ({
  'no-restricted-imports': 'off',
  '@typescript-eslint/no-restricted-imports': ['error', { patterns, paths }],
})

export default tseslint.config(
  { ignores: ['**/node_modules/**', 'out/**', 'test/fixtures/**/*.html'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  {
    files: ['**/*.{ts,js,mjs}'],
    languageOptions: { parser: tseslint.parser, parserOptions: { sourceType: 'module' } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: plain,
  },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
    // A Set or Map that nothing on the screen depends on is an ordinary one.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    // svelte-check looks after the types of components.
    files: ['**/*.svelte'],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      ...plain,
      // Props are taken apart with `let` where one of them is bindable, and svelte-check knows what is unused.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // A space in braces is how a space is kept at the end of a line; svelte-check knows its own
      // warnings; ordinary Sets and Maps as above.
      'svelte/no-useless-mustaches': 'off',
      'svelte/no-unused-svelte-ignore': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'svelte/valid-compile': 'error',
    },
  },
  {
    files: ['shared/**/*.ts'],
    rules: imports([
      {
        group: ['electron', 'electron/*', ...nodeModules],
        message: 'shared/ knows neither Electron nor Node.',
      },
      { group: ['**/electron/**', '**/renderer/**'], message: 'shared/ knows nothing of the two sides.' },
    ]),
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.svelte'],
    rules: imports([
      { group: ['electron', 'electron/*'], message: electronOnly },
      { group: nodeModules, message: 'The page has no Node.' },
      { group: ['**/electron/**'], message: 'The page knows only shared/ and the contract.' },
    ]),
  },
  {
    files: ['electron/**/*.ts'],
    ignores: ['electron/ipc/**', 'electron/preload.ts', 'electron/main.ts'],
    rules: imports(
      [
        {
          group: ['**/renderer/**'],
          message: 'The main process knows nothing of the page but the contract.',
        },
      ],
      [{ name: 'electron', importNames: ['ipcMain', 'ipcRenderer', 'contextBridge'], message: rawChannels }],
    ),
  },
  {
    // The root hands the raw module to the door, and does nothing else with it.
    files: ['electron/main.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[object.name=/^ipc(Main|Renderer)$/]', message: rawChannels },
      ],
    },
  },
  {
    files: ['build/probe/**/*.ts'],
    rules: imports([], [{ name: 'electron', message: 'The probe runs without Electron.' }]),
  },
  {
    // Scripts and tests talk to the person who runs them.
    files: ['build/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // What a page may not do is tried from inside a page, with text that is run there.
    files: ['test/**'],
    rules: { 'no-eval': 'off' },
  },
)
