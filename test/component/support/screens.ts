/** Checks that hold for every screen: no accessibility rule broken, in both themes. */
import type { Component } from 'svelte'
import { describe, it } from 'vitest'
import type { FakeOptions } from './fake-api.ts'
import { expectAccessible, renderInApp, useTheme, type Rendered } from './render.ts'

export interface Screen {
  readonly name: string
  readonly options?: FakeOptions
  /** Brings the screen into the state to check; waits until it is there. */
  readonly until: (rendered: Rendered) => Promise<unknown>
}

/** One test for each screen and theme. */
export function describeAccessible<P extends Record<string, unknown>>(
  component: Component<P>,
  props: P,
  screens: readonly Screen[],
  /** `document.documentElement` for a whole window, with its landmarks and headings. */
  root: Element = document.body,
): void {
  describe.each(['light', 'dark'] as const)('without accessibility faults, %s', (theme) => {
    it.each(screens)('$name', async ({ options, until }) => {
      useTheme(theme)
      const rendered = await renderInApp(component, props, options ?? {})
      await until(rendered)
      await expectAccessible(root)
    })
  })
}
