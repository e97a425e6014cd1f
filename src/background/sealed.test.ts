import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Machine, machine } from '../testing/browser'
import { fakeClock } from '../testing/clock'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import type { Kdf } from '../wire/panel'
import { type House, openHouse } from './house'

/** With the real vault: whatever lies on disk, a lock leaves no client key in it, and gives back what it took. */

const world = vi.hoisted(() => ({ browser: {} as Record<string, unknown> }))
vi.mock('webextension-polyfill', () => ({
  default: new Proxy({}, { get: (_, name: string) => world.browser[name] }),
}))
vi.mock('../edges/sockets', () => ({
  relaySockets: () => ({ want: () => {}, publish: () => {}, probe: () => {}, renew: () => {} }),
}))

const KEY = 'ab'.repeat(32)
const KDF: Kdf = { name: 'scrypt', salt: '0f'.repeat(16), n: 2 ** 17, r: 8, p: 1 }

let computer: Machine

beforeEach(async () => {
  computer = machine(fakeClock(), {}, async (browser) => {
    world.browser = browser as Record<string, unknown>
  })
  await restart()
})

async function restart(): Promise<void> {
  computer.quit()
  computer.install('install')
  await computer.stir()
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

async function home(): Promise<House> {
  const house = await openHouse(Date.now())
  await settled()
  return house
}

/** Every string under an area, names too. */
const text = (area: 'local' | 'session') => JSON.stringify(computer.disk[area])

const secret = (n: number) => keys(20 + n).secret
const session = (n: number, part: object = {}) => ({
  ...sessionOf(keys(50 + n).pubkey, keys(70 + n).pubkey, ['wss://relay.example'], secret(n)),
  ...part,
})

/** A record of session `n` as it may lie there: sound, of before, broken in some field, or set aside earlier. */
const stored = (n: number) =>
  fc
    .tuple(
      fc.constantFrom({}, {}, {}, { signer: 'amber' }, { relays: [] }, { user: 'nobody' }, { pairedAt: 'long ago' }),
      fc.constantFrom('', '', '', 'aside:12:'),
    )
    .map(([part, prefix]): [string, object] => [`${prefix}session:${keys(50 + n).pubkey}`, session(n, part)])

const disks = fc
  .tuple(
    fc.tuple(...[0, 1, 2].map(stored)).map((records) => Object.fromEntries(records)),
    fc.constantFrom({}, { rules: 'broken' }, { 'of-a-later-version': { x: 1 } }),
  )
  .map(([sessions, more]) => ({ ...sessions, ...more }))

describe('a lock', () => {
  it('leaves no client key on disk, whatever lay there, and the unlock gives back the same sessions', () =>
    fc.assert(
      fc.asyncProperty(disks, async (records) => {
        computer.disk.local = structuredClone(records)
        await restart()
        const house = await home()
        const before = house.store.state.sessions
        expect(await house.commands.setLock(KEY, KDF, null)).toEqual({ ok: true })
        await settled()
        for (const n of [0, 1, 2]) expect(text('local')).not.toContain(secret(n))
        await house.commands.lock()
        await settled()
        for (const n of [0, 1, 2]) expect(text('session')).not.toContain(secret(n))
        await restart()
        const next = await home()
        expect(Object.keys(next.store.state.sessions).sort()).toEqual(Object.keys(before).sort())
        expect(next.store.state.lines).toEqual({})
        expect(JSON.stringify(next.store.state)).not.toContain(KEY)
        expect(await next.commands.unlock(KEY)).toEqual({ ok: true })
        expect(next.store.state.sessions).toEqual(before)
        expect(Object.values(next.store.state.lines).map(({ user }) => user)).toEqual(Object.keys(before))
        expect(await next.commands.removeLock(KEY)).toEqual({ ok: true })
        await settled()
        for (const [user, record] of Object.entries(before))
          expect(computer.disk.local[`session:${user}`]).toEqual(record)
      }),
      { numRuns: 15 },
    ))
})

describe('what does not hang together', () => {
  const user = keys(50).pubkey
  const name = `session:${user}`
  const sealedDisk = async () => {
    computer.disk.local = { [name]: session(0), [`session:${keys(51).pubkey}`]: session(1) }
    await restart()
    const house = await home()
    await house.commands.setLock(KEY, KDF, null)
    await settled()
    await restart()
  }
  const aside = () => Object.entries(computer.disk.local).filter(([key]) => /^aside:\d+:session/.test(key))

  it('a session that lies open beside a lock is set aside, without its key', async () => {
    await sealedDisk()
    computer.disk.local[name] = session(0)
    const { store } = await home()
    expect(Object.keys(store.state.sessions)).toEqual([keys(51).pubkey])
    expect(store.state.notices.map(({ code, detail }) => [code, detail])).toEqual([['record-set-aside', name]])
    expect(text('local')).not.toContain(secret(0))
    expect(aside()).toHaveLength(1)
  })

  it('a sealed session without a lock is set aside as it is', async () => {
    await sealedDisk()
    const sealed = computer.disk.local[name]
    delete computer.disk.local.lock
    const { store } = await home()
    expect([store.state.sessions, store.state.lock, store.state.settings.account]).toEqual([{}, null, null])
    expect(aside().map(([, value]) => value)).toContainEqual(sealed)
  })

  it('a session that its key does not open stays where it is while there is no room to set it aside', async () => {
    await sealedDisk()
    const { sealed } = computer.disk.local[`session:${keys(51).pubkey}`] as { sealed: string }
    const swapped = { ...(computer.disk.local[name] as object), sealed }
    computer.disk.local[name] = swapped
    const { store, commands } = await home()
    computer.faults.full.add('local')
    expect(await commands.unlock(KEY)).toEqual({ ok: true })
    await settled()
    expect(Object.values(store.state.lines).map(({ user }) => user)).toEqual([keys(51).pubkey])
    expect([computer.disk.local[name], aside()]).toEqual([swapped, []])
    computer.faults.full.clear()
    await commands.lock()
    expect(await commands.unlock(KEY)).toEqual({ ok: true })
    await settled()
    expect([name in computer.disk.local, aside().map(([, value]) => value)]).toEqual([false, [swapped]])
  })

  it('a session that its key does not open is set aside with the unlock, and the others are there', async () => {
    await sealedDisk()
    const other = computer.disk.local[`session:${keys(51).pubkey}`] as { sealed: string }
    // somebody swapped them: a sealed key belongs to its user
    computer.disk.local[name] = { ...(computer.disk.local[name] as object), sealed: other.sealed }
    const { store, commands } = await home()
    expect(await commands.unlock(KEY)).toEqual({ ok: true })
    await settled()
    expect(Object.keys(store.state.sessions)).toEqual([keys(51).pubkey])
    expect(store.state.notices.map(({ detail }) => detail)).toEqual([name])
    expect(computer.disk.local).not.toHaveProperty(name)
    expect(aside()).toHaveLength(1)
  })

  it('a key in the journal that does not fit the lock opens nothing', async () => {
    await sealedDisk()
    computer.disk.session.vault = 'cd'.repeat(32)
    const { store } = await home()
    expect([store.state.lock?.open, store.state.lines]).toEqual([null, {}])
    await settled()
    expect(computer.disk.session).not.toHaveProperty('vault')
  })

  it('a session that is not sealed yet lies in the journal, and a new life of the worker seals it', async () => {
    await sealedDisk()
    const { store, commands } = await home()
    await commands.unlock(KEY)
    await settled()
    const fresh = session(2)
    store.update((state) => ({ ...state, sessions: { ...state.sessions, [fresh.user]: fresh } }))
    await settled()
    const isWritten = computer.writes.some(
      ({ area, keys }) => area === 'session' && keys.includes(`session:${fresh.user}`),
    )
    expect(isWritten).toBe(true)
    // as it was left by a worker that died just then
    delete computer.disk.local[`session:${fresh.user}`]
    computer.disk.session[`session:${fresh.user}`] = fresh
    const next = await home()
    await settled()
    expect(next.store.state.sessions[fresh.user]).toEqual(fresh)
    expect(computer.disk.local[`session:${fresh.user}`]).toHaveProperty('sealed')
    expect(computer.disk.session).not.toHaveProperty(`session:${fresh.user}`)
    expect(text('local')).not.toContain(secret(2))
  })
})
