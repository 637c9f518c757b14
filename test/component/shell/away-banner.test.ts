import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import AwayBanner from '../../../renderer/features/shell/AwayBanner.svelte'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'
import { sampleWorld } from '../support/world.ts'

const awayError = { code: 'away.notHandedBack', detail: {} } as const
const world = { setup: { ...sampleWorld().setup, awayError } }

describe('after the number could not be handed back', () => {
  it('says so until it was seen', async () => {
    const { calls } = await renderInApp(AwayBanner, {}, { world })
    await expect.element(page.getByText('Look in the Aircall inbox', { exact: false })).toBeVisible()
    await page.getByRole('button', { name: 'I have seen this' }).click()
    await expect
      .element(page.getByText('Look in the Aircall inbox', { exact: false }))
      .not.toBeInTheDocument()
    expect(calls.map(([name]) => name)).toContain('setup.forgetAwayError')
  })

  it('is not there otherwise', async () => {
    await renderInApp(AwayBanner, {})
    await expect.element(page.getByRole('button')).not.toBeInTheDocument()
  })
})

describeAccessible(AwayBanner, {}, [
  {
    name: 'not handed back',
    options: { world },
    until: () => expect.element(page.getByRole('button')).toBeVisible(),
  },
])
