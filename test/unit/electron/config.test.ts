import { describe, expect, it, vi } from 'vitest'
import { aircallApi, readConfig } from '../../../electron/config.ts'

const read = (env: Record<string, string>, argv: string[] = []) => {
  const warn = vi.fn()
  return { config: readConfig(env, argv, { warn }), warn }
}

describe('the environment', () => {
  it('is the real service and a window, when nothing is set', () => {
    const { config, warn } = read({})
    expect(config).toEqual({
      dataDir: undefined,
      aircallUrl: aircallApi,
      tunnelHost: undefined,
      hidden: false,
    })
    expect(warn).not.toHaveBeenCalled()
  })

  it.each(['http://127.0.0.1:4000', 'http://localhost:1/v1/', 'http://[::1]:9/v1'])('takes %s', (url) => {
    expect(read({ TERN_AIRCALL_URL: url }).config.aircallUrl).toBe(url.replace(/\/$/, ''))
  })

  it.each([
    'https://evil.example/v1',
    'http://127.0.0.1.evil.example/',
    'http://localhost@evil.example',
    'http://127.0.0.1:80@evil.example/',
    'http://localhost:1/?next=http://evil.example',
  ])('never sends the key to %s', (url) => {
    const { config, warn } = read({ TERN_AIRCALL_URL: url })
    expect(config.aircallUrl).toBe(aircallApi)
    expect(warn).toHaveBeenCalled()
  })

  it('takes a tunnel server that is https or on loopback', () => {
    expect(read({ TERN_TUNNEL_HOST: 'http://localhost:1234/' }).config.tunnelHost).toBe(
      'http://localhost:1234',
    )
    expect(read({ TERN_TUNNEL_HOST: 'http://tunnel.example' }).config.tunnelHost).toBeUndefined()
  })

  it('starts hidden when asked', () => expect(read({}, ['tern', '--hidden']).config.hidden).toBe(true))
})
