/** Renders a part of the window with the app's state around it, and looks for what people could not use. */
import axe from 'axe-core'
import type { Component } from 'svelte'
import { expect, onTestFinished } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { appContext, createApp, type App } from '../../../renderer/lib/app.svelte.ts'
import '../../../renderer/styles/tokens.css'
import '../../../renderer/styles/base.css'
import { createFakeApi, type FakeApi, type FakeOptions } from './fake-api.ts'

export interface Rendered extends FakeApi {
  readonly app: App
  readonly screen: Awaited<ReturnType<typeof render>>
}

/** Renders `component` inside a loaded app on a fake API. */
export async function renderInApp<P extends Record<string, unknown>>(
  component: Component<P>,
  props: P,
  options: FakeOptions = {},
): Promise<Rendered> {
  const fake = createFakeApi(options)
  const app = createApp(fake.api)
  onTestFinished(app.stop)
  await app.load()
  const screen = await render(component as Component<Record<string, unknown>>, {
    props,
    context: new Map([[appContext, app]]),
  })
  return { ...fake, app, screen }
}

/** Sets the theme of the page for this test. */
export function useTheme(theme: 'light' | 'dark'): void {
  document.documentElement.dataset['theme'] = theme
  onTestFinished(() => {
    delete document.documentElement.dataset['theme']
  })
}

/** Fails with every accessibility rule that the page breaks, in words. `document.documentElement`: a whole window. */
export async function expectAccessible(root: Element = document.body): Promise<void> {
  // What fades in is judged when it has come.
  await Promise.allSettled(
    document
      .getAnimations()
      .filter((one) => one.effect?.getTiming().iterations !== Infinity)
      .map((one) => one.finished),
  )
  const found = await axe.run(root, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // Parts are rendered without the window around them: landmarks are asked of the whole window only.
    rules: { region: { enabled: root === document.documentElement } },
  })
  const broken = found.violations.map(
    (one) =>
      `${one.id}: ${one.help}\n${one.nodes.map((node) => `  ${node.html}\n  ${node.failureSummary ?? ''}`).join('\n')}`,
  )
  expect(broken).toEqual([])
}
