import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { type Given, type Household, SITE } from '../testing/household'
import { keys, signAs } from '../testing/keys'
import { pageSender } from '../testing/sender'

/** A page looks at `window.nostr`, and what that opens: for whom, and for how long. */

const RELAYS = ['wss://relay0.example', 'wss://relay1.example']
const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [['t', 'x']], content: 'hello' }
const SIGNED = { ok: true, value: signAs(keys(2).secret, NOTE) }
const ALLOWED = { allowed: ['sign_event:1'] }

const play = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

function house(given?: Given) {
  const home = play(given)
  let made = 0
  const Counted = class extends (home.net.WebSocket as new (url: string) => object) {
    constructor(url: string) {
      super(url)
      made += 1
    }
  }
  vi.stubGlobal('WebSocket', Counted)
  return { ...home, made: () => made }
}

const openAt = ({ net }: Household) => net.open().sort()
const left = (home: Household) => [home.net.open(), home.timers(), [...home.machine.alarms]]
const NOTHING = [[], 0, []]

describe('a page that looks at nostr', () => {
  it('has the sockets of its account open without any call, for a minute, and nothing is left of it', async () => {
    const home = house(ALLOWED)
    home.page(SITE).touch()
    await home.pass(1_000)
    expect(openAt(home)).toEqual(RELAYS)
    expect(home.signer.heard).toEqual([])
    await home.pass(58_000)
    expect(openAt(home)).toEqual(RELAYS)
    await home.pass(2_000)
    expect(openAt(home)).toEqual([])
    await home.pass(60_000)
    expect(left(home)).toEqual(NOTHING)
  })

  it('finds them open when it calls', async () => {
    const home = house(ALLOWED)
    const page = home.page(SITE)
    page.touch()
    await home.pass(1_000)
    const outcome = page.call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
    expect(home.made()).toBe(RELAYS.length)
  })

  it('keeps them for another minute in another document, and no longer', async () => {
    const home = house(ALLOWED)
    home.page(SITE).touch()
    await home.pass(40_000)
    home.page(SITE).touch()
    await home.pass(40_000)
    expect(openAt(home)).toEqual(RELAYS)
    await home.pass(25_000)
    expect(openAt(home)).toEqual([])
  })

  it.each<[string, Given, string, object?]>([
    ['is a stranger', ALLOWED, 'https://other.example'],
    ['was allowed nothing yet', {}, SITE],
    ['has no origin', ALLOWED, SITE, { origin: 'null' }],
    ['comes while nobody is paired', { ...ALLOWED, isPaired: false }, SITE],
  ])('and %s opens none, and leaves nothing behind', async (_, given, origin, sender = {}) => {
    const home = house(given)
    home.page(origin, { ...pageSender(origin), ...sender }).touch()
    for (let second = 0; second < 10; second++) {
      await home.pass(1_000)
      expect(home.net.open()).toEqual([])
    }
    // the look for calls of a former life, which every background begins with
    await home.pass(20_000)
    expect(left(home)).toEqual(NOTHING)
  })

  it('while the background is dead wakes it', async () => {
    const home = house(ALLOWED)
    home.page('https://other.example').touch()
    await home.pass(100)
    await home.die()
    home.page(SITE).touch()
    await home.pass(1_000)
    expect(openAt(home)).toEqual(RELAYS)
  })

  it('has nothing more of it when the background dies, and can still call', async () => {
    const home = house(ALLOWED)
    const page = home.page(SITE)
    page.touch()
    await home.pass(1_000)
    await home.die()
    // the alarm of before
    await home.until(() => home.machine.isAlive(), 31_000)
    await home.pass(30_000)
    expect(left(home)).toEqual(NOTHING)
    const outcome = page.call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
  })
})
