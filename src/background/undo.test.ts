import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { inMemory, type LogStore } from '../edges/log-store'
import type { Rule } from '../policy/rule'
import { putSite, type SiteRecord } from '../policy/site'
import { fail } from '../protocol/error'
import { playBackground } from '../testing/background'
import { SITE } from '../testing/household'
import { keys } from '../testing/keys'
import type { LogEntry } from '../wire/panel'
import { logOf } from './log'
import { emptyState, type State } from './state'
import { store } from './store'
import { takenWithout } from './taken'
import { undoingOf, undoView } from './undo'

/** What was taken away can be brought back for ten seconds, exactly as it was. */

const [USER, OTHER] = [keys(2).pubkey, keys(4).pubkey]
const NOW = 1_795_000_000_000

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

const rule = (part: Partial<Rule> = {}): Rule => ({
  ...{ account: USER, origin: SITE, permission: 'sign_event:1', allow: true, until: null },
  ...part,
})
const RULES = [rule(), rule({ permission: 'sign_event:7', allow: false }), rule({ origin: 'https://b.example' })]

const site = (part: Partial<SiteRecord> = {}): SiteRecord => ({
  ...{ origin: SITE, account: USER, presets: { [USER]: 'everyday' }, told: USER, on: null, hasOther: true },
  ...{ isFirm: true, ...part },
})

const entry = (id: string, origin = SITE): LogEntry => ({
  ...{ id, at: NOW, account: USER, origin, topOrigin: null, permission: 'get_public_key', outcome: 'answered' },
})
const ENTRIES = [entry('1'), entry('2'), entry('3', 'https://b.example')]

/** One life of the background on a disk. */
async function life(disk: LogStore, state: State) {
  const held = store(state)
  const undoing = undoingOf(
    held,
    logOf(held, disk, () => undefined),
  )
  const logged = async () => (await disk.all()).map(({ id }) => id).sort()
  return { held, undoing, logged, view: () => undoView(held.state), newest: () => undoView(held.state)?.id ?? '' }
}

async function rig(part: Partial<State> = {}) {
  const disk = inMemory()
  await disk.put(ENTRIES)
  const first = { ...emptyState(), rules: RULES, sites: { [SITE]: site() }, ...part }
  return { disk, ...(await life(disk, first)) }
}

const sorted = (rules: Rule[]) => [...rules].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))

describe('what was taken away', () => {
  it('a rule comes back as it was', async () => {
    const { held, undoing, view, newest } = await rig()
    undoing.takeRules(({ permission }) => permission === 'sign_event:7')
    expect(held.state.rules).toEqual([RULES[0], RULES[2]])
    expect(view()).toMatchObject({ what: 'rule', count: 1, until: NOW + 10_000 })
    expect(await undoing.bringBack(newest())).toMatchObject({ ok: true })
    expect(sorted(held.state.rules)).toEqual(sorted(RULES))
    expect(view()).toBeNull()
  })

  it('sites come back with rules, records and log', async () => {
    const { held, undoing, logged, view, newest } = await rig()
    await undoing.takeSites([SITE])
    expect([held.state.rules, held.state.sites, await logged()]).toEqual([[RULES[2]], {}, ['3']])
    expect(view()).toMatchObject({ what: 'sites', count: 1 })
    await undoing.bringBack(newest())
    expect(sorted(held.state.rules)).toEqual(sorted(RULES))
    expect([held.state.sites, await logged()]).toEqual([{ [SITE]: site() }, ['1', '2', '3']])
  })

  it('the log comes back, beside what was written since', async () => {
    const { disk, undoing, logged, view, newest } = await rig()
    await undoing.takeLog()
    expect([await logged(), view()]).toMatchObject([[], { what: 'log', count: 3 }])
    await disk.put([entry('4')])
    await undoing.bringBack(newest())
    expect(await logged()).toEqual(['1', '2', '3', '4'])
  })

  it('nothing taken is nothing to bring back', async () => {
    const { disk, undoing, view } = await rig()
    undoing.takeRules(() => false)
    await disk.clear()
    await undoing.takeLog()
    expect(view()).toBeNull()
  })

  it('is asked for while the log is still being read', async () => {
    const { undoing, logged, newest } = await rig()
    void undoing.takeSites([SITE])
    await undoing.bringBack(newest())
    expect(await logged()).toEqual(['1', '2', '3'])
  })

  it('the newest first, then the one before', async () => {
    const { held, undoing, newest, view } = await rig()
    undoing.takeRules(({ permission }) => permission === 'sign_event:7')
    undoing.takeRules(({ origin }) => origin === 'https://b.example')
    await undoing.bringBack(newest())
    expect(held.state.rules).toEqual([RULES[0], RULES[2]])
    expect(view()).toMatchObject({ what: 'rule' })
    await undoing.bringBack(newest())
    expect(sorted(held.state.rules)).toEqual(sorted(RULES))
  })

  it.each([
    ['after ten seconds', 10_000],
    ['when the clock was set back', -3_600_000],
  ])('is gone %s', async (_, ms) => {
    const { held, undoing, view } = await rig()
    await undoing.takeSites([SITE])
    const id = view()?.id ?? ''
    if (ms < 0) vi.setSystemTime(NOW + ms)
    else await vi.advanceTimersByTimeAsync(ms)
    expect(await undoing.bringBack(id)).toEqual(fail('internal'))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(held.state.taken).toEqual([])
  })

  it('of an account that logged out meanwhile is gone', () => {
    const taken = {
      ...{ id: 'x', what: 'sites' as const, count: 1, until: NOW },
      ...{ rules: RULES, sites: [site({ presets: { [USER]: 'ask', [OTHER]: 'phone' } })], log: ENTRIES },
    }
    const bare = site({ account: null, told: null, presets: { [OTHER]: 'phone' } })
    expect(takenWithout([taken], USER)).toEqual([{ ...taken, rules: [], sites: [bare], log: [] }])
  })
})

describe('what the person set in the meantime wins', () => {
  it('over a rule', async () => {
    const { held, undoing, newest } = await rig()
    undoing.takeRules(() => true)
    const denied = rule({ allow: false })
    held.update((state) => ({ ...state, rules: [denied] }))
    await undoing.bringBack(newest())
    expect(sorted(held.state.rules)).toEqual(sorted([denied, ...RULES.slice(1)]))
  })

  it.each<[string, Partial<SiteRecord>]>([
    ['a preset', { presets: { [USER]: 'ask' } }],
    ['who signs', { account: OTHER }],
    ['that it is off', { on: false }],
    ['the key it was told', { told: OTHER }],
  ])('over %s of a site, and the rest is as it was', async (_, part) => {
    const { held, undoing, newest } = await rig()
    await undoing.takeSites([SITE])
    held.update((state) => ({ ...state, sites: putSite(state.sites, SITE, part) }))
    await undoing.bringBack(newest())
    expect(held.state.sites[SITE]).toEqual(site(part))
  })
})

describe('a worker that dies in between', () => {
  it('before the log was erased: the next erases it, and brings it back', async () => {
    const { disk, held, undoing, newest } = await rig()
    await undoing.takeLog()
    // as if it had died after the journal and before the disk
    await disk.put(ENTRIES.slice(1))
    const next = await life(disk, held.state)
    next.undoing.resume()
    await vi.advanceTimersByTimeAsync(0)
    expect(await next.logged()).toEqual([])
    expect(next.view()).toMatchObject({ count: 3 })
    await next.undoing.bringBack(newest())
    expect(await next.logged()).toEqual(['1', '2', '3'])
  })

  const allowing = () => house({ allowed: ['sign_event:1', 'sign_event:7'] })

  it('loses nothing: the next brings rules and sites back', async () => {
    const home = allowing()
    const panel = await home.panel()
    await panel.run('setPreset', USER, SITE, 'phone')
    const before = panel.snapshot().sites
    await panel.run('forgetSites', [SITE])
    await home.die()
    const again = await home.panel()
    expect(again.snapshot().sites).toEqual([])
    const { undo } = again.snapshot()
    expect(undo).toMatchObject({ what: 'sites', count: 1 })
    expect(await again.run('undo', undo?.id ?? '')).toEqual({ ok: true })
    expect(again.snapshot().sites).toEqual(before)
  })

  it('lets it go when its time is over, and with the browser', async () => {
    const home = allowing()
    const panel = await home.panel()
    await panel.run('forgetRule', USER, SITE, 'sign_event:1')
    expect(home.machine.disk.session).toHaveProperty('taken')
    await home.die()
    vi.setSystemTime(Date.now() + 11_000)
    const late = await home.panel()
    expect(late.snapshot().undo).toBeNull()
    expect(home.machine.disk.session).not.toHaveProperty('taken')
    await late.run('forgetRule', USER, SITE, 'sign_event:7')
    await home.quit()
    expect((await home.panel()).snapshot().undo).toBeNull()
    expect(JSON.stringify(home.machine.disk.local)).not.toContain('sign_event')
  })
})
