import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { TernError } from '../../../shared/errors.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import RepliesSection from '../../../renderer/features/settings/RepliesSection.svelte'
import type { FakeOptions } from '../support/fake-api.ts'
import { renderInApp } from '../support/render.ts'
import { describeAccessible } from '../support/screens.ts'
import { sampleWorld } from '../support/world.ts'

const token = `2${'aB3'.repeat(8)}xy_${'7Kq'.repeat(7)}`
const button = (name: string) => page.getByRole('button', { name, exact: true })
const choice = (name: string) =>
  page.getByRole('group', { name: 'Way in for replies' }).getByRole('radio', { name })
const standby = (name: string) =>
  page.getByRole('radiogroup', { name: 'Standby' }).getByRole('radio', { name })
const names = (calls: readonly (readonly [string, unknown])[]) => calls.map(([name]) => name)
const show = (settings: Partial<Settings> = {}, options: FakeOptions = {}) =>
  renderInApp(
    RepliesSection,
    {},
    { ...options, world: { ...options.world, settings: { ...sampleWorld().settings, ...settings } } },
  )
const patches = (calls: readonly (readonly [string, unknown])[]) =>
  calls.filter(([name]) => name === 'settings.set').map(([, patch]) => patch)

describe('the way in', () => {
  it('says of each who can read replies, whether the address stays, and what account it takes', async () => {
    await show()
    await expect.element(choice('localtunnel')).toBeChecked()
    for (const [name, ...parts] of [
      ['localtunnel', 'No account', 'new address at each start', 'can read replies'],
      ['ngrok', 'free account', 'address stays', 'ngrok opens the encryption'],
      ['My own address', 'address of yours', 'stays', 'up to what you use'],
    ] as const) {
      const element = choice(name).element()
      const line = document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent
      for (const part of parts) expect(line).toContain(part)
    }
  })

  it.each(['ftp://tunnel.example', 'http://tunnel.example', 'https://tunnel.example/path', 'tunnel.example'])(
    'does not take %s as a tunnel server',
    async (host) => {
      const { calls } = await show()
      const field = page.getByLabelText('Tunnel server')
      await field.fill(host)
      await button('Save').click()
      await expect.element(field).toHaveAttribute('aria-invalid', 'true')
      expect(names(calls)).not.toContain('settings.set')
    },
  )

  it('saves a tunnel server', async () => {
    const { world } = await show()
    await expect.element(button('Save')).toBeDisabled()
    await page.getByLabelText('Tunnel server').fill(' https://tunnel.example:8443 ')
    await button('Save').click()
    await expect.poll(() => world.settings.tunnelHost).toBe('https://tunnel.example:8443')
    await expect.element(button('Save')).toBeDisabled()
  })

  it('changes nothing by being looked at', async () => {
    const { calls } = await show()
    for (const name of ['ngrok', 'My own address', 'localtunnel']) await choice(name).click()
    expect(patches(calls)).toEqual([])
  })

  it('is ngrok once there is a token, which goes to the keychain and out of the page', async () => {
    const { calls, world } = await show()
    await choice('ngrok').click()
    await button('Use ngrok').click()
    const field = page.getByLabelText('Authtoken')
    await expect.element(field).toHaveAttribute('aria-invalid', 'true')
    await field.fill('an API key, perhaps')
    await button('Use ngrok').click()
    await expect.element(field).toHaveAttribute('aria-invalid', 'true')
    expect(names(calls)).not.toContain('reach.setNgrokToken')

    await expect.element(field).toHaveAttribute('type', 'password')
    await field.fill(`ngrok config add-authtoken ${token}`)
    await page.getByLabelText('Domain').fill('https://quiet.ngrok-free.dev/')
    await button('Use ngrok').click()
    await expect.poll(() => world.settings.way).toBe('ngrok')
    expect(names(calls).filter((name) => /\.set(Ngrok|$)/.test(name))).toEqual([
      'reach.setNgrokToken',
      'settings.set',
    ])
    // So that the free plan lasts the month.
    expect(patches(calls)).toEqual([{ way: 'ngrok', ngrokDomain: 'quiet.ngrok-free.dev', probeSeconds: 180 }])
    await expect.element(page.getByText("Kept in this computer's keychain.")).toBeVisible()
    const values = [...document.querySelectorAll('input')].map(({ value }) => value)
    expect([...values, document.documentElement.outerHTML].join('\n')).not.toContain(token)
  })

  it('keeps the form when the keychain refuses the token', async () => {
    const refuse = () => {
      throw new TernError('keychain.refused', { platform: 'linux' })
    }
    const { calls } = await show({}, { handlers: { reach: { setNgrokToken: refuse } } })
    await choice('ngrok').click()
    await page.getByLabelText('Authtoken').fill(token)
    await button('Use ngrok').click()
    await expect.element(page.getByRole('alert')).toBeVisible()
    expect(patches(calls)).toEqual([])
  })

  it('says so when the keychain cannot be asked, and asks again', async () => {
    let fails = true
    await show(
      {},
      {
        handlers: {
          reach: {
            ways: () => {
              if (fails) throw new TernError('keychain.refused', { platform: 'linux' })
              return { ways: [{ way: 'localtunnel' }, { way: 'ngrok' }, { way: 'own' }] }
            },
          },
        },
      },
    )
    await choice('ngrok').click()
    await expect.element(button('Use ngrok')).toBeDisabled()
    fails = false
    await button('Try again').click()
    await expect.element(page.getByText("Kept in this computer's keychain.")).toBeVisible()
    await expect.element(button('Use ngrok')).toBeEnabled()
  })

  it('replaces a token, or keeps the one there is, and forgets it only when asked twice', async () => {
    const { calls, world } = await show({ way: 'ngrok' }, { world: { ngrokToken: true } })
    await button('Replace token').click()
    await expect.element(page.getByLabelText('Authtoken')).toHaveValue('')
    await button('Keep the one in the keychain').click()
    await button('Replace token').click()
    await page.getByLabelText('Authtoken').fill(token)
    await button('Save').click()
    await expect.element(button('Forget token')).toBeVisible()
    expect(names(calls)).toContain('reach.setNgrokToken')
    expect(patches(calls)).toEqual([])

    await button('Forget token').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(world.ngrokToken).toBe(true)
    await button('Forget token').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Forget token' }).click()
    await expect.poll(() => world.ngrokToken).toBe(false)
    await expect.element(page.getByLabelText('Authtoken')).toHaveValue('')
  })

  it('is an own address, and says what to lead where', async () => {
    const { calls } = await show()
    await choice('My own address').click()
    await expect.element(page.getByText('http://127.0.0.1:8734', { exact: true })).toBeVisible()
    await page.getByLabelText('Port on this computer').fill('80')
    await button('Use my own address').click()
    await expect
      .element(page.getByLabelText('Address', { exact: true }))
      .toHaveAttribute('aria-invalid', 'true')
    await expect.element(page.getByLabelText('Port on this computer')).toHaveAttribute('aria-invalid', 'true')
    await page.getByLabelText('Address', { exact: true }).fill('https://replies.example.org')
    await page.getByLabelText('Port on this computer').fill('9000')
    await expect.element(page.getByText('tailscale funnel --bg 9000')).toBeVisible()
    await button('Use my own address').click()
    await expect
      .poll(() => patches(calls))
      .toEqual([{ way: 'own', ownAddress: 'https://replies.example.org', ownPort: 9000 }])
  })

  it('that was the standby is the standby no longer', async () => {
    const { calls } = await show({ standby: 'own', ownAddress: 'https://replies.example.org' })
    await choice('My own address').click()
    await button('Use my own address').click()
    await expect.poll(() => patches(calls)).toEqual([{ way: 'own', standby: 'none' }])
    await expect.element(standby('None')).toBeChecked()
  })

  it('says why it could not be changed', async () => {
    const refuse = () => {
      throw new TernError('store.diskFull')
    }
    await show({}, { handlers: { settings: { set: refuse } } })
    await page.getByLabelText('Tunnel server').fill('https://tunnel.example')
    await button('Save').click()
    await expect.element(page.getByText('The disk is full.')).toBeVisible()
  })

  it('that the environment names goes before the choice, and that is said', async () => {
    await show({}, { world: { forcedHost: 'tunnel.example:8443' } })
    await expect.element(page.getByText('whatever is chosen here')).toHaveTextContent('tunnel.example:8443')
  })
})

describe('the standby', () => {
  it('is one of the others, with its own fields', async () => {
    const { calls } = await show()
    await expect.element(standby('None')).toBeChecked()
    await expect.element(standby('localtunnel')).not.toBeInTheDocument()
    await standby('ngrok').click()
    expect(patches(calls)).toEqual([])
    await page.getByLabelText('Authtoken').fill(token)
    await button('Use ngrok as standby').click()
    await expect.poll(() => patches(calls)).toEqual([{ standby: 'ngrok' }])
    await expect.element(standby('ngrok')).toBeChecked()
    await standby('None').click()
    await expect.poll(() => patches(calls)).toEqual([{ standby: 'ngrok' }, { standby: 'none' }])
    await expect.element(standby('None')).toBeChecked()
  })

  it('that is in use is said', async () => {
    const { reach } = sampleWorld()
    await show({ standby: 'ngrok' }, { world: { reach: { ...reach, way: 'ngrok', standby: true } } })
    await expect.element(page.getByText('ngrok stands in now')).toBeVisible()
  })
})

describe('tests from outside', () => {
  it.each(['14', '601', '60.5', '', 'often'])('are not %j seconds apart', async (typed) => {
    const { calls } = await show()
    await page.getByLabelText('Seconds from test to test').fill(typed)
    await button('Save time').click()
    await expect
      .element(page.getByLabelText('Seconds from test to test'))
      .toHaveAttribute('aria-invalid', 'true')
    expect(patches(calls)).toEqual([])
  })

  it('are as far apart as one likes', async () => {
    const { world } = await show()
    await page.getByLabelText('Seconds from test to test').fill('15')
    await button('Save time').click()
    await expect.poll(() => world.settings.probeSeconds).toBe(15)
    await expect.element(page.getByText('requests, replies included')).not.toBeInTheDocument()
  })

  it("that are more than ngrok's free plan takes are counted out", async () => {
    await show({ way: 'ngrok', probeSeconds: 60 }, { world: { ngrokToken: true } })
    await expect
      .element(page.getByText('requests, replies included'))
      .toHaveTextContent('44,640 tests a month')
    await page.getByLabelText('Seconds from test to test').fill('180')
    await expect.element(page.getByText('requests, replies included')).not.toBeInTheDocument()
  })
})

describeAccessible(RepliesSection, {}, [
  { name: 'localtunnel', until: () => expect.element(page.getByLabelText('Tunnel server')).toBeVisible() },
  {
    name: 'a wrong tunnel server',
    until: async () => {
      await page.getByLabelText('Tunnel server').fill('no')
      await button('Save').click()
    },
  },
  {
    name: 'ngrok without a token',
    until: async () => {
      await choice('ngrok').click()
      await button('Use ngrok').click()
    },
  },
  {
    name: 'ngrok with a token, tested too often, and an own address as the standby',
    options: {
      world: {
        ngrokToken: true,
        settings: {
          ...sampleWorld().settings,
          way: 'ngrok',
          standby: 'own',
          ownAddress: 'https://a.example',
        },
        reach: { ...sampleWorld().reach, way: 'own', standby: true },
      },
    },
    until: () => expect.element(button('Forget token')).toBeVisible(),
  },
  {
    name: 'a wrong own address, and a tunnel server that the environment names',
    options: { world: { forcedHost: 'tunnel.example' } },
    until: async () => {
      await choice('My own address').click()
      await button('Use my own address').click()
    },
  },
])
