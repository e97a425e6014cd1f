import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { keyOf, newKdf } from '../src/edges/passphrase'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, launch, type Page } from './harness/lanyard'
import { command, snapshot, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'
import { ndkSigner } from './signers/ndk'

/** The passphrase's lock: set, asked for, changed, forgotten, and over a restart of the browser. */

const messages = JSON.parse(readFileSync('public/_locales/en/messages.json', 'utf8')) as Record<
  string,
  { message: string }
>

test.describe.configure({ mode: 'parallel' })

/** The sentence of a key: wording is no matter of this test. */
const word = (key: string): string => messages[key]?.message ?? key

const PASSPHRASE = 'correct horse battery staple'
const OTHER = 'a horse of another colour'

/** Type as a person does, into the field of that label. */
const type = (page: Page, label: string, text: string) =>
  page.evaluate(
    ({ label, text }) => {
      const found = [...document.querySelectorAll('label')].find((one) => one.textContent === label)
      const field = found?.control as HTMLInputElement | null
      if (!field) throw new Error(`no field ${label}`)
      field.focus()
      field.value = text
      field.dispatchEvent(new Event('input', { bubbles: true }))
    },
    { label, text },
  )

const text = (page: Page) => page.evaluate(() => document.body?.textContent ?? '')

/** The client keys that lie open in an area of the storage, as hex. */
const keysIn = (page: Page, area: 'local' | 'session') =>
  page.evaluate(async (area) => {
    const all = JSON.stringify(await chrome.storage[area].get(null))
    return [...new Set([...all.matchAll(/"clientSecretKey":"([0-9a-f]{64})"/g)].map(([, key]) => key ?? ''))]
  }, area)

const isOpenOnDisk = (page: Page) =>
  page.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)).includes('clientSecretKey'))

/** Does any of this stand in what lies on disk, under whatever name? */
const isOnDisk = (page: Page, secrets: string[]) =>
  page.evaluate(async (secrets) => {
    const all = JSON.stringify(await chrome.storage.local.get(null))
    return secrets.some((secret) => all.includes(secret))
  }, secrets)

/** A thousandth of what a person's passphrase costs, for tests in which nothing hangs on the price. */
const CHEAP = { ...newKdf(), n: 2 ** 7 }

/** One client key lies open on disk, and after `seal` none. */
async function seals(page: Page, seal: () => Promise<void>): Promise<void> {
  const open = await keysIn(page, 'local')
  expect(open).toHaveLength(1)
  await seal()
  expect([await isOpenOnDisk(page), await isOnDisk(page, open)]).toEqual([false, false])
}

const choose = async (settings: Page, passphrase: string): Promise<void> => {
  await type(settings, word('lock_new'), passphrase)
  await type(settings, word('lock_again'), passphrase)
  await settings.press(word('lock_save'))
}

const unlock = async (window: Page, passphrase: string): Promise<void> => {
  await expect.poll(() => text(window)).toContain(word('lock_title'))
  await type(window, word('lock_passphrase'), passphrase)
  await window.press(word('lock_unlock')).catch(async (error) => {
    if (!(await window.isClosed())) throw error
  })
}

for (const browser of BROWSERS) {
  test(`${browser}: asks for the passphrase after a restart, takes only the right one, and the signature arrives`, async () => {
    test.setTimeout(120_000)
    const profile = mkdtempSync(join(tmpdir(), 'lanyard-profile-'))
    const lanyard = await launch(browser, { profile })
    const stage = await openStage(lanyard)
    try {
      await stage.pairByQr()
      const settings = await lanyard.openPanel('#full/settings')
      // as a person does, at a person's price
      await seals(settings, async () => {
        await settings.press(word('lock_set'))
        await choose(settings, PASSPHRASE)
        await expect.poll(() => text(settings), { timeout: 20_000 }).toContain(word('lock_done'))
      })
      const { kdf } = await until(settings, ({ lock }) => lock.state === 'unlocked' && lock)
      expect(kdf).toMatchObject({ name: 'scrypt', n: 2 ** 17, r: 8 })
      await settings.close()
      // the browser is closed, and started again on the same profile
      await lanyard.close()
      Object.assign(lanyard, await launch(browser, { profile }))
      const page = await stage.openSite()
      const signed = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'sealed' }))
      const window = await lanyard.approval()
      await unlock(window, 'wrong horse')
      await expect.poll(() => text(window), { timeout: 20_000 }).toContain(word('error_wrong_passphrase'))
      await unlock(window, PASSPHRASE)
      // the question follows in the same window
      await stage.decide('Allow once')
      expect((await signed).content).toBe('sealed')
      expect(await isOpenOnDisk(lanyard.desk())).toBe(false)
    } finally {
      await stage.close()
      await lanyard.close()
      rmSync(profile, { recursive: true, force: true })
    }
  })

  test.describe(`${browser}: the lock`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
      // one that can be paired a second time
      stage = await openStage(lanyard, { signer: ndkSigner })
      await stage.pairByQr()
    })
    test.afterAll(() => stage?.close())

    /** Where none is set: each test leaves behind what it made of it. */
    async function setPassphrase(): Promise<void> {
      const desk = lanyard.desk()
      const { lock } = await snapshot(desk)
      if (lock.state !== 'none') return expect(await isOpenOnDisk(desk)).toBe(false)
      const key = await keyOf(PASSPHRASE, CHEAP)
      await seals(desk, async () => void (await command(desk, 'setLock', key, CHEAP, null)))
    }

    // what a restart of the browser leaves: nothing in memory
    async function forgetMemory(): Promise<void> {
      await lanyard.desk().evaluate(() => chrome.storage.session.clear())
      await lanyard.killBackground()
    }

    const says = (page: Page, key: string) => expect.poll(() => text(page), { timeout: 20_000 }).toContain(word(key))

    test('is removed only by one who knows the passphrase', async () => {
      await setPassphrase()
      const settings = await lanyard.openPanel('#full/settings')
      await settings.press(word('lock_remove'))
      await type(settings, word('lock_passphrase'), OTHER)
      await settings.press(word('lock_remove'))
      await says(settings, 'error_wrong_passphrase')
      expect(await isOpenOnDisk(settings)).toBe(false)
      await type(settings, word('lock_passphrase'), PASSPHRASE)
      await settings.press(word('lock_remove'))
      await says(settings, 'lock_removed')
      expect(await keysIn(settings, 'local')).toHaveLength(1)
      await settings.close()
    })

    test('a call that a rule allows is signed with the unlock, though the background died meanwhile', async () => {
      test.setTimeout(120_000)
      await stage.allow('sign_event:1')
      await setPassphrase()
      await command(lanyard.desk(), 'lock')
      const page = await stage.openSite()
      const signed = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'by rule' }))
      const window = await lanyard.approval()
      await expect.poll(() => text(window)).toContain(stage.site.origin)
      await lanyard.killBackground()
      await unlock(window, PASSPHRASE)
      expect((await signed).content).toBe('by rule')
      await expect.poll(() => window.isClosed()).toBe(true)
      await page.close()
    })

    test('is changed only by one who knows the passphrase, and asks for it where it locks', async () => {
      test.setTimeout(120_000)
      await setPassphrase()
      const settings = await lanyard.openPanel('#full/settings')
      await settings.press(word('lock_change'))
      await type(settings, word('lock_present'), 'not the passphrase')
      await choose(settings, OTHER)
      await says(settings, 'error_wrong_passphrase')
      await type(settings, word('lock_present'), PASSPHRASE)
      await settings.press(word('lock_save'))
      await says(settings, 'lock_done')
      await settings.press(word('lock_now'))
      await says(settings, 'lock_title')
      await expect
        .poll(() => settings.evaluate(() => document.activeElement?.getAttribute('autocomplete')))
        .toBe('current-password')
      await unlock(settings, PASSPHRASE)
      await says(settings, 'error_wrong_passphrase')
      await unlock(settings, OTHER)
      await says(settings, 'lock_is_set')
      expect(await isOpenOnDisk(settings)).toBe(false)
      await settings.close()
    })

    test('a forgotten passphrase leads to a new pairing, and the rules hold', async () => {
      test.setTimeout(120_000)
      await stage.allow('sign_event:1')
      await setPassphrase()
      await forgetMemory()
      const panel = await lanyard.openPanel('#full')
      await expect.poll(() => text(panel)).toContain(word('lock_title'))
      await panel.evaluate(() => document.querySelector('summary')?.click())
      await panel.press(word('lock_forgot_erase'))
      await until(panel, ({ lock, accounts }) => lock.state === 'none' && accounts.length === 0)
      await panel.close()
      await stage.pairByQr()
      const page = await stage.openSite()
      expect((await page.evaluate(() => nostr.signEvent({ kind: 1, content: 'again' }))).content).toBe('again')
      await page.close()
    })

    test('a second account’s key never lies open on disk, though it is paired while a passphrase is set', async () => {
      test.setTimeout(120_000)
      await setPassphrase()
      const second = await ndkSigner(stage.relay.url)
      const desk = lanyard.desk()
      await command(desk, 'pairByQr', [stage.relay.url])
      await second.scan(await until(desk, ({ pairing }) => pairing?.stage === 'waiting' && pairing.token))
      await until(desk, ({ accounts }) => accounts.length === 2, 25_000)
      // while it is open they live in memory, so that a background that is born again has them
      const keys = await keysIn(desk, 'session')
      expect(keys).toHaveLength(2)
      const sealed = () =>
        desk.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)).split('"sealed":').length - 1)
      await expect.poll(sealed).toBe(2)
      expect([await isOpenOnDisk(desk), await isOnDisk(desk, keys)]).toEqual([false, false])
      await command(desk, 'lock')
      expect([await isOnDisk(desk, keys), await keysIn(desk, 'session')]).toEqual([false, []])
      await second.stop()
    })
  })
}

/** The part of the extension API that is used inside the page. */
declare const chrome: {
  storage: Record<'local' | 'session', { get(keys: null): Promise<object>; clear(): Promise<void> }>
}
