import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { openProfileHouse } from './harness/profile-house'
import { command, snapshot, until } from './harness/remote'
import { type Answer, openSignerHouse, type SignerHouse } from './harness/signer-house'
import { serveSite } from './harness/site'
import { openStage, type Stage } from './harness/stage'
import { ndkSigner } from './signers/ndk'

/** Signers are found by an address, by what they announce, and by a link on a page. */

const PUBKEY = getPublicKey(generateSecretKey())

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS) {
  test.describe(`${browser}: finding a signer`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let house: SignerHouse
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
      house = await openSignerHouse()
    })
    test.afterAll(() => house?.close())
    test.beforeEach(() => {
      house.answers = {}
      house.asked.length = 0
    })
    test.afterEach(() => stage?.close())

    /** The pairing page, with its own code. */
    async function welcome(): Promise<Page> {
      const panel = await lanyard.openPanel('#full/welcome')
      await until(panel, ({ pairing }) => pairing)
      return panel
    }

    /** As a person does: into the field, a moment, then the button beside it. */
    async function pairBy(panel: Page, text: string, ms = 0): Promise<void> {
      await expect.poll(() => panel.evaluate(() => document.querySelector('input[name=token]') !== null)).toBe(true)
      await panel.evaluate((text) => {
        const field = document.querySelector<HTMLInputElement>('input[name=token]')
        field?.closest('details')?.setAttribute('open', '')
        if (!field) throw new Error('no field')
        field.value = text
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }, text)
      await pause(ms)
      // nothing is asked while it is typed
      expect(house.asked).toEqual([])
      await panel.press('Pair')
    }

    const trouble = (panel: Page) =>
      panel.evaluate(() => document.querySelector('.token-form .trouble')?.textContent ?? '')

    test('by its domain: a code on its relays, and its own page with the token in it', async () => {
      stage = await openStage(lanyard)
      const domain = `signer.example:${house.port}`
      house.answers['signer.example'] = {
        body: {
          names: { _: PUBKEY },
          nip46: { relays: [stage.relay.url], nostrconnect_url: `https://${domain}/<nostrconnect>` },
        },
      }
      const panel = await welcome()
      await pairBy(panel, ` https://${domain}/ `, 300)
      const pairing = await until(panel, ({ pairing }) => pairing?.service && pairing.stage === 'waiting' && pairing)
      expect(pairing.relays).toEqual([stage.relay.url])
      expect(house.asked).toEqual([
        { host: 'signer.example', path: '/.well-known/nostr.json?name=_', cookie: undefined, referer: undefined },
      ])
      const link = () => panel.evaluate(() => document.querySelector<HTMLAnchorElement>('a.button.main')?.href)
      await expect.poll(link).toBe(`https://${domain}/${pairing.token}`)
      await panel.screenshot(`e2e/out/find-service-${browser}.png`)
      // what its page would be handed
      const [, token = ''] = ((await link()) ?? '').split(`${domain}/`)
      await stage.signer.scan(token)
      await until(panel, ({ accounts }) => accounts.some(({ user }) => user === stage.signer.user))
    })

    test('by a name that its domain gives a signer of his own', async () => {
      stage = await openStage(lanyard, { signer: ndkSigner })
      const [, pubkey = ''] = /^bunker:\/\/([0-9a-f]{64})/.exec(await stage.signer.bunkerToken()) ?? []
      house.answers['signer.example'] = { body: { names: { bob: pubkey }, nip46: { [pubkey]: [stage.relay.url] } } }
      const panel = await welcome()
      await pairBy(panel, `bob@signer.example:${house.port}`)
      await until(panel, ({ accounts }) => accounts.some(({ user }) => user === stage.signer.user))
      expect(house.asked.map(({ path }) => path)).toEqual(['/.well-known/nostr.json?name=bob'])
    })

    const elsewhere = { headers: { location: 'https://liar.example/' }, status: 302 }
    // one after another in the same form: none says what the one before it said
    const FAULTS: [string, string, Answer | null][] = [
      ['one that talks nonsense', 'cannot be used', { body: '<html>' }],
      ['a domain that is not there', 'could not be reached', null],
      ['one without a signer', 'No signer was found', { body: { names: { _: PUBKEY } } }],
      ['one that never ends', 'cannot be used', { body: 'x'.repeat(70_000) }],
      ['one that sends us elsewhere', 'could not be reached', elsewhere],
      [
        'one that leads elsewhere',
        'cannot be used',
        { body: { nip46: { relays: ['wss://r.example'], nostrconnect_url: 'https://liar.example/<nostrconnect>' } } },
      ],
      ['one that says nothing', 'No signer was found', { status: 404 }],
    ]
    test('nothing changes where there is none, and why is said', async () => {
      stage = await openStage(lanyard)
      const panel = await welcome()
      const before = (await snapshot(panel)).pairing?.id
      for (const [which, sentence, answer] of FAULTS) {
        house.asked.length = 0
        if (answer) house.answers['signer.example'] = answer
        await pairBy(panel, answer ? `signer.example:${house.port}` : 'signer.invalid')
        await expect.poll(() => trouble(panel), { message: which, timeout: 15_000 }).toContain(sentence)
        expect(house.asked.map(({ host }) => host)).toEqual(answer ? ['signer.example'] : [])
        expect((await snapshot(panel)).pairing?.id).toBe(before)
      }
    })

    test('by announcement: only whom their domain vouches for', async () => {
      stage = await openStage(lanyard)
      const relays = await openProfileHouse()
      const announce = (host: string, secret = generateSecretKey()) => ({
        pubkey: getPublicKey(secret),
        event: finalizeEvent(
          {
            ...{ kind: 31_990, created_at: Math.floor(Date.now() / 1_000), tags: [['k', '24133']] },
            content: JSON.stringify({ name: `Signer of ${host}`, nip05: `_@${host}:${house.port}` }),
          },
          secret,
        ),
      })
      const [good, bad, forged] = [announce('signer.example'), announce('liar.example'), announce('empty.example')]
      const nip46 = { relays: ['wss://relay.example'] }
      house.answers = {
        'signer.example': { body: { names: { _: good.pubkey }, nip46 } },
        'liar.example': { body: { names: { _: PUBKEY }, nip46 } },
        'empty.example': { body: { names: { _: forged.pubkey }, nip46 } },
      }
      const wrong = { ...forged.event, sig: good.event.sig }
      relays.events.push(
        JSON.parse(JSON.stringify(good.event)),
        JSON.parse(JSON.stringify(bad.event)),
        JSON.parse(JSON.stringify(wrong)),
      )
      await lanyard.desk().evaluate(async (relay) => {
        const { settings } = await chrome.storage.local.get('settings')
        await chrome.storage.local.set({ settings: { ...settings, profileRelays: [relay] } })
      }, relays.relay)
      await lanyard.killBackground()
      const panel = await welcome()
      expect([relays.heard, house.asked]).toEqual([[], []])
      await panel.press('Find more signers')
      const found = () =>
        panel.evaluate(() => [...document.querySelectorAll('.find-signers li .who-words')].map((it) => it.textContent))
      await expect.poll(found).toEqual([`Signer of signer.examplesigner.example:${house.port}`])
      expect(relays.heard.map(({ frame }) => frame.slice(2))).toEqual([
        [{ kinds: [31_990], '#k': ['24133'], limit: 20 }],
      ])
      expect(house.asked.map(({ host }) => host).sort()).toEqual(['liar.example', 'signer.example'])
      await panel.press(`Pair: signer.example:${house.port}`)
      await until(panel, ({ pairing }) => pairing?.service?.domain === `signer.example:${house.port}`)
      relays.close()
    })
  })

  test.describe(`${browser}: a bunker:// link on a page`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })
    test.beforeEach(async () => {
      stage = await openStage(lanyard)
    })
    test.afterEach(() => stage?.close())

    const panels = (desk: Page) =>
      desk.evaluate(async () => (await chrome.tabs.query({ url: chrome.runtime.getURL('src/panel/*') })).length)
    const offered = (panel: Page) =>
      panel.evaluate(() => document.querySelector('.link-offer')?.textContent ?? '').catch(() => '')

    test('a click on it offers to pair, a page cannot click, and one is asked about at a time', async () => {
      const token = await stage.signer.bunkerToken()
      const site = await serveSite(() => ({
        '/': {
          body: `<!doctype html><title>Links</title>
            <a role="button" href="${token.replaceAll('&', '&amp;')}">pair me</a>
            <a role="button" href="bunker://${PUBKEY}?relay=wss://other.example">another</a>`,
        },
      }))
      const desk = lanyard.desk()
      let page = await lanyard.newPage()
      const registered = () =>
        desk.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id))
      expect(await registered()).toEqual([])
      await command(desk, 'setLinks', true)
      await expect.poll(registered).toEqual(['links'])
      await page.goto(site.origin)
      await page.evaluate(() => {
        document.querySelector('a')?.click()
        document.querySelector('a')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
      })
      await pause(800)
      expect(await panels(desk)).toBe(0)
      // Chromium has a question of its own over a page that goes to such a link by itself, and lets no click through (seen)
      await page.close()
      page = await lanyard.newPage()
      await page.goto(site.origin)
      await page.press('pair me')
      await expect.poll(() => panels(desk)).toBe(1)
      await page.press('another')
      await pause(800)
      expect(await panels(desk)).toBe(1)
      // what the page that opened shows
      const welcome = await lanyard.openPanel('#full/welcome')
      await expect.poll(() => offered(welcome)).toContain(site.origin)
      expect(await offered(welcome)).toContain(token.slice(0, 'bunker://'.length + 8))
      expect(await offered(welcome)).not.toContain('secret=')
      await welcome.screenshot(`e2e/out/find-offer-${browser}.png`)
      // nothing is paired by it
      expect(stage.signer.heard).toEqual([])
      expect((await snapshot(desk)).pairing?.flow).toBe('qr')
      // it may have come up under a click
      const pair = () =>
        welcome.evaluate(() => document.querySelector<HTMLButtonElement>('.link-offer .actions .button')?.disabled)
      await expect.poll(pair).toBe(false)
      await welcome.evaluate(() => document.querySelector<HTMLButtonElement>('.link-offer .actions .button')?.click())
      await until(desk, ({ accounts }) => accounts.some(({ user }) => user === stage.signer.user))
      await expect.poll(() => offered(welcome)).toBe('')
      await command(desk, 'setLinks', false)
      await expect.poll(registered).toEqual([])
      await site.close()
    })

    test('has a menu of its own that no page can open', async () => {
      const desk = lanyard.desk()
      // there is one by that name already, in both browsers
      const again = () =>
        desk.evaluate(
          () =>
            new Promise<string>((resolve) => {
              chrome.contextMenus.update('pair', {}, () => resolve(chrome.runtime.lastError?.message ?? ''))
            }),
        )
      expect(await again()).toBe('')
    })
  })
}

/** The part of the extension API that is used above, inside the panel. */
declare const chrome: {
  storage: { local: { get(key: string): Promise<Record<string, object>>; set(items: object): Promise<void> } }
  tabs: { query(about: { url: string }): Promise<unknown[]> }
  scripting: { getRegisteredContentScripts(): Promise<{ id: string }[]> }
  runtime: { getURL(path: string): string; lastError?: { message: string } }
  contextMenus: { update(id: string, change: object, done: () => void): void }
}
