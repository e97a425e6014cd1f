import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { type Given, SITE, sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import type { Page } from '../testing/page'

/**
 * What many calls cost in connections and frames. How long they take no test can hold to (bench/README.md measures it);
 * what makes it long can be counted.
 */

const play = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

/** What a background sends, counted by the sort of message. */
function house(given: Given) {
  const home = play(given)
  const sent = { connections: 0, REQ: 0, EVENT: 0 }
  class Counted extends (home.net.WebSocket as new (url: string) => { send(text: string): void }) {
    constructor(url: string) {
      super(url)
      sent.connections += 1
    }
    override send(text: string): void {
      const [type] = JSON.parse(text) as [string]
      if (type === 'REQ' || type === 'EVENT') sent[type] += 1
      super.send(text)
    }
  }
  vi.stubGlobal('WebSocket', Counted)
  const methods = () => home.signer.heard.map(({ method }) => method)
  /** On all relays together, from both ends. */
  const frames = () => home.relays.reduce((sum, relay) => sum + relay.taken().length, 0)
  return { ...home, sent, methods, frames }
}

const all = async (home: ReturnType<typeof house>, calls: (() => unknown)[]): Promise<void> => {
  await home.until(() => calls.every((outcome) => outcome() !== null), 60_000)
  expect(calls.map((outcome) => outcome())).toEqual(calls.map(() => expect.objectContaining({ ok: true })))
}

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))

describe('twenty calls at a sleeping background', () => {
  const burst = (page: Page) =>
    page.callAll(times(20, (n) => ['signEvent', { kind: 1, created_at: 1_795_000_000, tags: [], content: `${n}` }]))

  it('cost one connection, one REQ, no connect, and one frame each way per call', async () => {
    const home = house({ faults: [{}], allowed: ['sign_event:1'] })
    await all(home, burst(home.page(SITE)))
    expect(home.sent).toEqual({ connections: 1, REQ: 1, EVENT: 20 })
    expect([home.methods(), home.frames()]).toEqual([times(20, () => 'sign_event'), 40])
  })

  it('cost that for each relay of the session, and no more', async () => {
    const home = house({ faults: [{}, {}], allowed: ['sign_event:1'] })
    await all(home, burst(home.page(SITE)))
    // nothing is sent again by and by
    await home.pass(5_000)
    expect(home.sent).toEqual({ connections: 2, REQ: 2, EVENT: 40 })
    expect([home.methods(), home.frames()]).toEqual([times(20, () => 'sign_event'), 80])
  })

  it('cost the same where nine other accounts are paired', async () => {
    const home = house({ faults: [{}], allowed: ['sign_event:1'] })
    const { local } = home.machine.disk
    local.settings = { ...(local.settings as object), account: home.signer.user.pubkey }
    for (let n = 0; n < 9; n++) {
      const user = keys(20 + n).pubkey
      const relays = home.relays.map(({ url }) => url)
      local[`session:${user}`] = sessionOf(user, home.signer.pubkey, relays, keys(40 + n).secret)
    }
    await all(home, burst(home.page(SITE)))
    expect(home.sent).toEqual({ connections: 1, REQ: 1, EVENT: 20 })
  })
})

describe('many decrypts', () => {
  // more than are under way at once (signer/turns.ts)
  const MANY = 60

  it('ask the signer once each, and a second time not at all', async () => {
    const home = house({ faults: [{}], allowed: ['nip44_decrypt'] })
    const page = home.page(SITE)
    const read = () => page.callAll(times(MANY, (n) => ['nip44.decrypt', keys(5).pubkey, `A${n}`]))
    for (const time of ['first', 'second']) {
      await all(home, read())
      expect([time, home.methods().length, home.frames()]).toEqual([time, MANY, 2 * MANY])
    }
    expect(home.sent).toEqual({ connections: 1, REQ: 1, EVENT: MANY })
  })
})
