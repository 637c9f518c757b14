/** One story: a new data folder, killed again and again, and at the end a quiet life in which everything must come right. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { practiceCompany, practiceKey } from '../../electron/practice/practice.ts'
import { createKeychain, keychainService, loadKeytar } from '../../electron/secrets/keychain.ts'
import { ensureStoreKey, storeExists } from '../../electron/store/key.ts'
import { openStore } from '../../electron/store/open.ts'
import { released } from '../../electron/store/released.ts'
import { systemClock } from '../../electron/system-clock.ts'
import { judge } from './judge.ts'
import { inWords, readJournal } from './journal.ts'
import { live, type LifeNeeds } from './life.ts'
import type { Sabotage } from './orders.ts'
import { ourNumber, startOutside } from './outside.ts'
import { planSpoiled, planStory } from './plan.ts'
import { createRandom } from './random.ts'
import { rest } from './rest.ts'
import { viewStore, type StoreView } from './store-view.ts'

export interface StoryNeeds {
  readonly seed: string
  readonly index: number
  readonly hook: string
  readonly tunnelHost: string
  readonly sabotage?: Sabotage
  readonly onLife: (report: LifeReport) => void
}

export interface LifeReport {
  /** `rest` for the quiet one. */
  readonly boundary: string
  readonly reached: boolean
  readonly faults: readonly string[]
  readonly ms: number
  readonly trace: readonly string[]
}

/** Plays it to its end, or to the first life in which something was found. */
export async function playStory(needs: StoryNeeds): Promise<void> {
  const { seed, index } = needs
  const plan = needs.sabotage === undefined ? planStory(seed, index) : planSpoiled(seed, needs.sabotage)
  const random = createRandom(`${seed}.${index} lives`)
  const dataDir = mkdtempSync(join(tmpdir(), 'tern-chaos-'))
  const path = join(dataDir, 'tern.db')
  const outside = await startOutside(plan.statusIds)
  const { witness } = outside
  let key: string | undefined
  let view: StoreView | undefined

  /** All that is known, for whoever looks into it: what was broken may not happen again at the next try. */
  function keepEvidence(faults: readonly string[]): void {
    const { texts, posts, deliveries } = witness
    const seen = { faults, texts: [...texts.values()], posts, taken: witness.taken(), deliveries, view }
    const journal = readJournal(join(dataDir, 'chaos-journal')).map(inWords)
    const log = readFileSync(join(dataDir, 'logs/tern.log'), 'utf8').split('\n')
    const file = join(dirname(needs.hook), `fault-${seed}-${index}.json`)
    writeFileSync(file, JSON.stringify({ ...seen, journal, log }, undefined, 2))
  }

  function look(atRest: boolean): string[] {
    if (key === undefined) return []
    view = viewStore(path, key)
    const faults = judge(witness, view, { atRest })
    if (faults.length > 0 && needs.sabotage === undefined) keepEvidence(faults)
    for (const { id, claimed } of view.texts) {
      const text = witness.texts.get(id)
      if (claimed && text !== undefined) text.wasClaimed = true
    }
    return faults
  }

  try {
    for (const life of plan.lives) {
      const began = performance.now()
      const lifeNeeds: LifeNeeds = { ...needs, dataDir, outside, random, before: view }
      const { reached, how, trace } = await live(life, lifeNeeds)
      const faults = how === 'SIGKILL' ? [] : [`Tern ended by itself: ${how}`]
      if (key === undefined) {
        const opened = await moveIn(dataDir, plan.undoSeconds)
        if ('key' in opened) key = opened.key
        else faults.push(`locked out after the first start: ${opened.why}`)
      } else faults.push(...look(false))
      const ms = performance.now() - began
      needs.onLife({ boundary: life.boundary.name, reached, faults, ms, trace })
      if (faults.length > 0) return
    }
    const began = performance.now()
    const { trace, faults } = await rest({ ...needs, dataDir, outside, random, before: view })
    const all = [...faults, ...look(true)]
    needs.onLife({ boundary: 'rest', reached: true, faults: all, ms: performance.now() - began, trace })
  } finally {
    await outside.close()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
  }
}

/** What the wizard leaves behind, put into whatever the killed first start has left. */
async function moveIn(
  dataDir: string,
  undoSeconds: number,
): Promise<{ readonly key: string } | { readonly why: string }> {
  const path = join(dataDir, 'tern.db')
  const secrets = createKeychain({
    load: loadKeytar,
    service: keychainService(dataDir, ''),
    clock: systemClock,
    platform: process.platform,
  })
  try {
    // As Tern itself does at its next start.
    const key = await ensureStoreKey(secrets, storeExists(path))
    await secrets.set('aircall-key', JSON.stringify(practiceKey))
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const store = openStore({ path, key, clock: systemClock, log: quiet })
    store.settings.save({ ...store.settings.get(), undoSeconds })
    store.numbers.save({ ...ourNumber, practice: false })
    for (const [name, value] of [
      ['mode', 'live'],
      ['company', practiceCompany],
      ['keyHint', practiceKey.apiId.slice(-4)],
      ['numberId', String(ourNumber.id)],
      ['finished', 'yes'],
    ] as const)
      store.settings.setValue(name, value)
    store.close()
    // Whoever has the store open keeps its write-ahead index alive, and Tern would take that index on trust instead of
    // reading the log: what was written at the moment of a kill would then be lost to it, which it is not.
    await released()
    return { key }
  } catch (thrown) {
    return { why: String(thrown) }
  }
}
