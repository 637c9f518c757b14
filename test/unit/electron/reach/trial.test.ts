import { describe, expect, test } from 'vitest'
import type { OpenTunnel } from '../../../../electron/ports.ts'
import { createTrial } from '../../../../electron/reach/trial.ts'
import { TernError } from '../../../../shared/errors.ts'
import { quietLog } from '../support/quiet-log.ts'

/** A first way in that can be opened again and again, and a listener at port 4000. */
function rig(options: { readonly port?: number } = {}) {
  const done: string[] = []
  const tunnels: (OpenTunnel & { end: () => void })[] = []
  const world = {
    opens: true,
    proves: true,
    /** Waited for before an opening is done. */
    opening: Promise.resolve(),
    proving: Promise.resolve(),
    portTaken: false,
    endings: 0,
  }
  function makeTunnel(): OpenTunnel & { end: () => void } {
    const name = `t${tunnels.length + 1}`
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    return {
      url: `https://${name}.example`,
      ended,
      end,
      close() {
        done.push(`close ${name}`)
        end()
        return ended
      },
    }
  }
  const trial = createTrial(
    {
      first: () => ({
        port: options.port ?? 0,
        async open(port, signal) {
          done.push(`open at ${port}`)
          await world.opening
          if (signal.aborted) done.push('opened too late')
          if (!world.opens) throw new TernError('tunnel.unanswered')
          const tunnel = makeTunnel()
          tunnels.push(tunnel)
          return tunnel
        },
      }),
      listener: {
        port: () => 4000,
        start: () => Promise.resolve(4000),
        startBeside(port) {
          if (world.portTaken) return Promise.reject(new TernError('listener.portTaken', { port }))
          done.push(`listen at ${port}`)
          return Promise.resolve(() => {
            done.push(`give up ${port}`)
            return Promise.resolve()
          })
        },
      },
      async prove(url) {
        done.push(`prove ${url}`)
        await world.proving
        if (!world.proves) throw new TernError('probe.failed')
      },
      log: quietLog,
    },
    () => (world.endings += 1),
  )
  return { trial, world, done, tunnels }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve()
}

describe('a trial', () => {
  test('opens once and proves each time', async () => {
    const { trial, done } = rig()
    expect(await trial.run()).toBe(true)
    expect(await trial.run()).toBe(true)
    expect(done).toEqual(['open at 4000', 'prove https://t1.example', 'prove https://t1.example'])
  })

  test('that fails closes what was open, and opens anew the next time', async () => {
    const { trial, world, done } = rig()
    world.proves = false
    expect(await trial.run()).toBe(false)
    expect(done.at(-1)).toBe('close t1')
    world.proves = true
    expect(await trial.run()).toBe(true)
    expect(done.at(-1)).toBe('prove https://t2.example')
    world.opens = false
    expect(await trial.run()).toBe(true)
  })

  test('that cannot be opened has failed', async () => {
    const { trial, world } = rig()
    world.opens = false
    expect(await trial.run()).toBe(false)
  })

  test('needs its own port: it is listened at beside the one in use, and given up with the trial', async () => {
    const { trial, world, done } = rig({ port: 8734 })
    expect(await trial.run()).toBe(true)
    expect(done).toEqual(['listen at 8734', 'open at 8734', 'prove https://t1.example'])
    trial.end()
    await settle()
    expect(done.slice(3)).toEqual(['close t1', 'give up 8734'])
    world.opens = false
    expect(await trial.run()).toBe(false)
    expect(done.at(-1)).toBe('give up 8734')
    world.portTaken = true
    expect(await trial.run()).toBe(false)
  })

  test('at the port in use needs no other one', async () => {
    const { trial, done } = rig({ port: 4000 })
    expect(await trial.run()).toBe(true)
    expect(done[0]).toBe('open at 4000')
  })

  test('hears of a tunnel that goes away between two runs, and opens another one', async () => {
    const { trial, world, tunnels, done } = rig()
    await trial.run()
    tunnels[0]?.end()
    await settle()
    expect(world.endings).toBe(1)
    expect(await trial.run()).toBe(true)
    expect(done.at(-1)).toBe('prove https://t2.example')
  })

  test('is not good when the tunnel went away while it was proven', async () => {
    const { trial, world, tunnels } = rig()
    let goOn = (): void => undefined
    world.proving = new Promise((resolve) => (goOn = resolve))
    const running = trial.run()
    await settle()
    tunnels[0]?.end()
    await settle()
    goOn()
    expect(await running).toBe(false)
    expect(world.endings).toBe(1)
  })

  test('that is ended says nothing any more, and leaves nothing open', async () => {
    const { trial, world, done } = rig()
    let goOn = (): void => undefined
    world.opening = new Promise((resolve) => (goOn = resolve))
    const running = trial.run()
    await settle()
    trial.end()
    goOn()
    expect(await running).toBeUndefined()
    expect(done).toEqual(['open at 4000', 'opened too late', 'close t1'])
  })

  test('hands over what is open, once', async () => {
    const { trial, world, done, tunnels } = rig()
    expect(trial.handOver()).toBeUndefined()
    await trial.run()
    const left = trial.handOver()
    expect(left).toMatchObject({ port: 4000, tunnel: tunnels[0] })
    expect(trial.handOver()).toBeUndefined()
    trial.end()
    expect(done).not.toContain('close t1')
    tunnels[0]?.end()
    await settle()
    expect(world.endings).toBe(0)
  })
})
