import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { BROWSERS, type Lanyard, launch, type Page } from './harness/lanyard'
import { command, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'
import { ndkSigner } from './signers/ndk'

/** The passphrase's lock, with the real key derivation, over restarts of the browser. */

const messages = JSON.parse(readFileSync('public/_locales/en/messages.json', 'utf8')) as Record<
  string,
  { message: string }
>

/** The sentence of a key: wording is no matter of this test. */
const word = (key: string): string => messages[key]?.message ?? key

const PASSPHRASE = 'correct horse battery staple'

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
const isOpenOnDisk = (page: Page) =>
  page.evaluate(async () => {
    const local = (await chrome.storage.local.get(null)) as Record<string, object>
    return JSON.stringify(Object.values(local)).includes('clientSecretKey')
  })

for (const browser of BROWSERS) {
  test.describe(`${browser}: the lock`, () => {
    let lanyard: Lanyard
    let stage: Stage
    let profile: string
    test.beforeEach(async () => {
      profile = mkdtempSync(join(tmpdir(), 'lanyard-profile-'))
      lanyard = await launch(browser, { profile })
      // one that can be paired a second time
      stage = await openStage(lanyard, { signer: ndkSigner })
      await stage.pairByQr()
    })
    test.afterEach(async () => {
      await stage.close()
      await lanyard.close()
      rmSync(profile, { recursive: true, force: true })
    })

    /** The browser is closed, and started again on the same profile. */
    async function restart(): Promise<void> {
      await lanyard.close()
      Object.assign(lanyard, await launch(browser, { profile }))
    }

    /** As a person does, in the settings. */
    async function setPassphrase(): Promise<void> {
      const settings = await lanyard.openPanel('#full/settings')
      expect(await isOpenOnDisk(settings)).toBe(true)
      await settings.press(word('lock_set'))
      await type(settings, word('lock_new'), PASSPHRASE)
      await type(settings, word('lock_again'), PASSPHRASE)
      await settings.press(word('lock_save'))
      await expect.poll(() => text(settings), { timeout: 20_000 }).toContain(word('lock_done'))
      expect(await isOpenOnDisk(settings)).toBe(false)
      await settings.close()
    }

    async function unlock(window: Page, passphrase: string): Promise<void> {
      await expect.poll(() => text(window)).toContain(word('lock_title'))
      await type(window, word('lock_passphrase'), passphrase)
      await window.press(word('lock_unlock')).catch(async (error) => {
        if (!(await window.isClosed())) throw error
      })
    }

    test('asks for the passphrase after a restart, takes only the right one, and the signature arrives', async () => {
      test.setTimeout(120_000)
      await setPassphrase()
      await restart()
      const page = await stage.openSite()
      const signed = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'sealed' }))
      const window = await lanyard.approval()
      await unlock(window, 'wrong horse')
      await expect.poll(() => text(window), { timeout: 20_000 }).toContain(word('error_wrong_passphrase'))
      await unlock(window, PASSPHRASE)
      // the question follows in the same window
      await stage.decide('Allow once')
      expect((await signed).content).toBe('sealed')
      const panel = await lanyard.openPanel('#full/settings')
      expect(await isOpenOnDisk(panel)).toBe(false)
    })

    test('a call that a rule allows is signed with the unlock, though the background died meanwhile', async () => {
      test.setTimeout(120_000)
      await stage.allow('sign_event:1')
      await setPassphrase()
      const panel = await lanyard.openPanel('#full')
      await command(panel, 'lock')
      await panel.close()
      const page = await stage.openSite()
      const signed = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'by rule' }))
      const window = await lanyard.approval()
      await expect.poll(() => text(window)).toContain(stage.site.origin)
      await lanyard.killBackground()
      await unlock(window, PASSPHRASE)
      expect((await signed).content).toBe('by rule')
      await expect.poll(() => window.isClosed()).toBe(true)
    })

    test('a forgotten passphrase leads to a new pairing, and the rules hold', async () => {
      test.setTimeout(120_000)
      await stage.allow('sign_event:1')
      await setPassphrase()
      await restart()
      const panel = await lanyard.openPanel('#full')
      await expect.poll(() => text(panel)).toContain(word('lock_title'))
      await panel.evaluate(() => document.querySelector('summary')?.click())
      await panel.press(word('lock_forgot_erase'))
      await until(panel, ({ lock, accounts }) => lock.state === 'none' && accounts.length === 0)
      await panel.close()
      await stage.pairByQr()
      const page = await stage.openSite()
      expect((await page.evaluate(() => nostr.signEvent({ kind: 1, content: 'again' }))).content).toBe('again')
    })
  })
}

/** The part of the extension API that is used inside the page. */
declare const chrome: { storage: { local: { get(keys: null): Promise<object> } } }
