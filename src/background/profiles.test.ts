import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import type { SignedEvent } from '../protocol/event'
import { PROFILE_RELAYS } from '../protocol/relay'
import { playBackground } from '../testing/background'
import { type Given, type Household, SITE, sessionOf } from '../testing/household'
import { keys, signAs } from '../testing/keys'
import { panelSender } from '../testing/sender'

/** Names and pictures of accounts: when they are looked up, of whom, and what is believed. */

const [USER, SECOND] = [keys(2), keys(4)]
const NOW = 1_795_000_000
const DAY = 86_400_000
const PICTURE = 'data:image/webp;base64,AAAA'
const fetched: string[] = []

const profile = (content: object, at = NOW, by = USER): SignedEvent =>
  signAs(by.secret, { kind: 0, created_at: at, tags: [], content: JSON.stringify(content) })

const GIANT = signAs(USER.secret, {
  ...{ kind: 0, created_at: NOW, tags: [['x', 'x'.repeat(120_000)]], content: '{"name":"Ada"}' },
})

/** What profile relays hold, and what they were told. */
let held: Record<string, unknown[]>
let heard: { url: string; frame: unknown[] }[]
let isDown = false
let dialled: string[]
let closed: number

/** Sockets to relays that are not the household's. */
function profileSocket(Own: new (url: string) => object) {
  return class {
    onopen = () => {}
    onmessage: ((message: { data: string }) => void) | null = null
    onclose = () => {}
    onerror = () => {}
    constructor(url: string) {
      if (!(url in held)) {
        // biome-ignore lint/correctness/noConstructorReturn: it stands in for another
        return new Own(url) as never
      }
      dialled.push(url)
      setTimeout(() => (isDown ? this.onerror() : this.onopen()), 20)
      Object.assign(this, { url })
    }
    send(text: string): void {
      const { url } = this as unknown as { url: string }
      const frame = JSON.parse(text) as unknown[]
      heard.push({ url, frame })
      const say = (...words: unknown[]) => setTimeout(() => this.onmessage?.({ data: JSON.stringify(words) }), 20)
      say('AUTH', 'who are you?')
      for (const event of held[url] ?? []) {
        if (event === 'silence') return
        say('EVENT', frame[1], event)
      }
      say('EOSE', frame[1])
    }
    close(): void {
      closed += 1
    }
  }
}

vi.mock('../edges/profile-picture', () => ({
  fetchPicture: async (address: string) => {
    fetched.push(address)
    return address.includes('gone') ? null : PICTURE
  },
}))

const play = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

function house(given: Given & { profiles?: boolean } = {}): Household {
  const home = play(given)
  Object.assign(home.machine.disk.local.settings as object, { profiles: given.profiles ?? true })
  vi.stubGlobal('WebSocket', profileSocket(home.net.WebSocket as never))
  return home
}

beforeEach(() => {
  held = Object.fromEntries(PROFILE_RELAYS.map((url) => [url, []]))
  ;[heard, dialled, closed, isDown] = [[], [], 0, false]
  fetched.length = 0
})

const on = (relay: number, ...events: unknown[]) => {
  held[PROFILE_RELAYS[relay] ?? ''] = events
}

async function look(home: Household) {
  const panel = await home.panel()
  await home.pass(5_000)
  const [account] = panel.snapshot().accounts
  return { panel, profile: account?.profile }
}

describe('the profile of an account', () => {
  it('is looked up when a panel opens, once a relay, with one question', async () => {
    on(0, profile({ name: 'Ada', picture: 'https://a.example/ada.png' }))
    const home = house()
    const { profile: found, panel } = await look(home)
    expect(found).toEqual({ name: 'Ada', picture: PICTURE })
    expect(dialled).toEqual(PROFILE_RELAYS.slice(0, 3))
    expect(heard.map(({ frame }) => frame)).toEqual(
      Array.from({ length: 3 }, () => ['REQ', 'sub:1', { kinds: [0], authors: [USER.pubkey], limit: 1 }]),
    )
    expect(closed).toBe(3)
    panel.close()
    await home.pass(DAY)
    await look(home)
    expect([dialled.length, fetched.length]).toEqual([3, 1])
    expect((await home.panel()).snapshot().accounts[0]?.profile?.name).toBe('Ada')
  })

  it('is looked up again after a week, and its picture only where it is another', async () => {
    on(0, profile({ name: 'Ada', picture: 'https://a.example/ada.png' }))
    const home = house()
    ;(await look(home)).panel.close()
    await home.pass(8 * DAY)
    on(0, profile({ name: 'Ada L.', picture: 'https://a.example/ada.png' }, NOW + 1))
    const { profile: later, panel } = await look(home)
    expect(later).toEqual({ name: 'Ada L.', picture: PICTURE })
    expect(fetched).toHaveLength(1)
    panel.close()
    await home.pass(8 * DAY)
    on(0, profile({ name: 'Ada L.', picture: 'https://a.example/gone.png' }, NOW + 2))
    expect((await look(home)).profile).toEqual({ name: 'Ada L.', picture: null })
  })

  it.each<[string, unknown[][], string | null]>([
    ['newest of several relays', [[profile({ name: 'Old' })], [profile({ name: 'New' }, NOW + 5)]], 'New'],
    ['one with a true signature', [[{ ...profile({ name: 'Eve' }, NOW + 9), sig: '0'.repeat(128) }]], null],
    ['one of its own', [[profile({ name: 'Eve' }, NOW, SECOND)]], null],
    ['one that is no giant', [[GIANT]], null],
    ['one with a name to see', [[profile({ name: '\u202e\u200b' })]], null],
    ['one among three', [[1, 2, 3, profile({ name: 'Fourth' })]], null],
    ['one whose relay says no more', [[profile({ name: 'Ada' }), 'silence']], 'Ada'],
  ])('is the %s', async (_, relays, name) => {
    relays.forEach((events, n) => void on(n, ...events))
    expect((await look(house())).profile?.name ?? null).toBe(name)
  })

  it('cuts a name of 5,000 characters', async () => {
    on(0, profile({ name: 'x'.repeat(5_000) }))
    expect((await look(house())).profile?.name).toBe('x'.repeat(60))
  })

  it('does not go back to an older one', async () => {
    on(0, profile({ name: 'New' }, NOW + 5))
    const home = house()
    ;(await look(home)).panel.close()
    await home.pass(8 * DAY)
    on(0, profile({ name: 'Old' }))
    expect((await look(home)).profile?.name).toBe('New')
  })

  it('is asked for again soon where no relay answered, but not at once', async () => {
    isDown = true
    const home = house()
    ;(await look(home)).panel.close()
    expect(dialled).toHaveLength(3)
    ;(await look(home)).panel.close()
    expect(dialled).toHaveLength(3)
    isDown = false
    on(0, profile({ name: 'Ada' }))
    await home.pass(10 * 60_000)
    expect((await look(home)).profile?.name).toBe('Ada')
  })

  it('is given up after 4 s of silence', async () => {
    for (const n of [0, 1, 2]) on(n, 'silence')
    const home = house()
    const panel = await home.panel()
    await home.pass(3_500)
    expect(closed).toBe(0)
    await home.pass(1_000)
    expect(closed).toBe(3)
    panel.close()
  })
})

describe('nobody is asked for a profile', () => {
  it('by a page, or by the approval window that it opens', async () => {
    const home = house()
    home.page(SITE).call('getPublicKey')
    await home.until(() => home.machine.tabs.size > 0)
    const [tab] = home.machine.tabs.keys()
    home.knock('panel', panelSender(tab))
    await home.pass(5_000)
    expect(dialled).toEqual([])
  })

  it('but by a person who looks right after a call was answered', async () => {
    on(0, profile({ name: 'Ada' }))
    const home = house({ allowed: ['get_public_key'] })
    const outcome = home.page(SITE).call('getPublicKey')
    await home.until(() => outcome() !== null)
    expect((await look(home)).profile?.name).toBe('Ada')
  })

  it('while nobody looks', async () => {
    const home = house({ allowed: ['get_public_key'] })
    const page = home.page(SITE)
    const outcome = page.call('getPublicKey')
    await home.until(() => outcome() !== null)
    await home.pass(9 * DAY)
    expect(dialled).toEqual([])
  })

  it('where it is switched off; what was found is erased, and what was given stays', async () => {
    on(0, profile({ name: 'Ada', picture: 'https://a.example/ada.png' }))
    const home = house()
    const { panel } = await look(home)
    await panel.run('renameAccount', USER.pubkey, ' Work\u202e ')
    expect(panel.snapshot().accounts[0]).toMatchObject({ given: 'Work', profile: { name: 'Ada' } })
    await panel.run('setProfiles', false)
    expect(panel.snapshot().accounts[0]).toMatchObject({ given: 'Work', profile: null })
    await home.pass(10)
    expect(JSON.stringify(home.machine.disk.local)).not.toMatch(/Ada|image\/webp/)
    const before = dialled.length
    panel.close()
    await home.pass(9 * DAY)
    await look(home)
    expect(dialled).toHaveLength(before)
  })

  it('at a relay that a session speaks over, whatever its path', async () => {
    const home = house()
    const { local } = home.machine.disk
    const session = sessionOf(USER.pubkey, home.signer.pubkey, [home.relays[0]?.url ?? '', 'wss://purplepag.es/inbox'])
    local[`session:${USER.pubkey}`] = session
    held['wss://purplepag.es/inbox'] = ['silence']
    await look(home)
    expect(heard.filter(({ frame }) => JSON.stringify(frame).includes('authors')).map(({ url }) => url)).toEqual(
      PROFILE_RELAYS.slice(1, 4),
    )
  })
})

describe('what is kept of it', () => {
  it('is looked up when the person switches it on', async () => {
    on(0, profile({ name: 'Ada' }))
    const home = house({ profiles: false })
    const { panel } = await look(home)
    expect(dialled).toEqual([])
    await panel.run('setProfiles', true)
    await home.pass(1_000)
    expect(panel.snapshot().accounts[0]?.profile?.name).toBe('Ada')
  })

  it('goes with the account, and is not kept of users that nobody knows', async () => {
    on(0, profile({ name: 'Ada' }))
    const home = house()
    home.machine.disk.local[`profile:${SECOND.pubkey}`] = {
      ...{ name: 'Eve', picture: null, source: null, given: null, createdAt: 1, checkedAt: 1 },
    }
    const { panel } = await look(home)
    const kept = () => Object.keys(home.machine.disk.local).filter((key) => key.startsWith('profile:'))
    expect(kept()).toEqual([`profile:${USER.pubkey}`])
    await panel.run('logOut', USER.pubkey)
    await home.pass(6_000)
    expect(kept()).toEqual([])
  })

  it.each<[string, unknown, string | null]>([
    ['a name', 'Work', 'Work'],
    ['a long one, cut', 'x'.repeat(500), 'x'.repeat(60)],
    ['one of nothing to see', ' \u200b ', null],
    ['none', null, null],
  ])('is what the person gives: %s', async (_, name, given) => {
    const home = house({ profiles: false })
    const panel = await home.panel()
    expect(await panel.run('renameAccount', USER.pubkey, name as string)).toEqual({ ok: true })
    expect(panel.snapshot().accounts[0]?.given).toBe(given)
  })

  it('takes no name for somebody else, and none that is no text', async () => {
    const panel = await house({ profiles: false }).panel()
    expect(await panel.run('renameAccount', SECOND.pubkey, 'Eve')).toMatchObject({ ok: false })
    expect(await panel.run('renameAccount', USER.pubkey, 7 as never)).toMatchObject({ ok: false })
  })
})
