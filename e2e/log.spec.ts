import { expect } from '@playwright/test'
import type { Outcome } from '../src/protocol/error'
import type { LogEntry, LogQuery } from '../src/wire/panel'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Frame, type Lanyard, type Page } from './harness/lanyard'
import { command } from './harness/remote'
import { openStage, type Stage } from './harness/stage'

// What sites asked and what came of it: on a real disk, and seen in the real panel.

const read = async (page: Frame, query: LogQuery = {}): Promise<LogEntry[]> => {
  const outcome = (await command(page, 'readLog', query)) as Outcome<LogEntry[]>
  if (!outcome.ok) throw new Error(outcome.error.code)
  return outcome.value
}

const textOf = (page: Page): Promise<string> => page.evaluate(() => document.body?.textContent ?? '')

/** At the desk: so many entries straight onto the disk, each of another minute. */
const fill = (desk: Page, count: number): Promise<void> =>
  desk.evaluate(async (count) => {
    const opening = indexedDB.open('lanyard')
    await new Promise((resolve) => (opening.onsuccess = resolve))
    const transaction = opening.result.transaction('log', 'readwrite')
    const entry = {
      ...{ account: 'a'.repeat(64), origin: 'https://old.example', topOrigin: null, by: 'rule' },
      ...{ permission: 'sign_event:1', outcome: 'answered', eventId: 'b'.repeat(64) },
    }
    for (let n = 0; n < count; n++)
      transaction.objectStore('log').put({ ...entry, id: String(n), at: 1e12 + n * 60_000 })
    await new Promise((resolve) => (transaction.oncomplete = resolve))
    opening.result.close()
  }, count)

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS) {
  test.describe(browser, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })
    test.beforeEach(async () => {
      stage = await openStage(lanyard)
      await stage.pairByQr()
    })
    test.afterEach(() => stage?.close())

    test('what a site asked outlives the background, and none of its words are kept', async () => {
      await stage.allow('sign_event:1', 'nip44_encrypt')
      const page = await stage.openSite()
      const { id } = await page.evaluate(() => nostr.signEvent({ kind: 1, content: 'secret words' }))
      await page.evaluate((user) => nostr.nip44.encrypt(user, 'secret words'), stage.signer.user)
      const desk = lanyard.desk()
      // the answer does not wait for the disk; a background that idles away has had its time
      await expect.poll(() => read(desk)).toHaveLength(2)
      await lanyard.killBackground()
      const [encrypt, sign] = await read(desk)
      const always = { origin: stage.site.origin, account: stage.signer.user, outcome: 'answered', by: 'rule' }
      expect(sign).toMatchObject({ ...always, permission: 'sign_event:1', eventId: id })
      expect(encrypt).toMatchObject({ ...always, permission: 'nip44_encrypt' })
      expect(JSON.stringify(await read(desk))).not.toContain('secret')
    })

    test('Activity shows what comes while it is open, hands it out as a file, and clears it', async () => {
      await stage.allow('sign_event:1')
      const page = await stage.openSite()
      const panel = await lanyard.openPanel('#full/activity')
      await expect.poll(() => textOf(panel)).toContain('Nothing here yet')
      const { id } = await page.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))
      await expect.poll(() => textOf(panel)).toContain('Sign: short note')
      await panel.evaluate(() => {
        // what it would save, and under what name
        URL.createObjectURL = (file) => {
          void (file as Blob).text().then((text) => (document.title += text))
          return 'about:blank'
        }
        HTMLAnchorElement.prototype.click = function () {
          document.title = this.download
        }
        for (const summary of document.querySelectorAll('summary')) summary.click()
      })
      await panel.press('Export as JSON')
      await expect.poll(() => panel.evaluate(() => document.title)).toContain(id)
      expect(await panel.evaluate(() => document.title)).toMatch(/^lanyard-activity-\d{4}-\d\d-\d\d\.json\[ \{/)
      await panel.press('Erase all activity')
      await expect.poll(() => textOf(panel)).toContain('Nothing here yet')
      expect(await read(panel)).toEqual([])
    })

    test('forgetting a site erases what it asked, and logging out what was asked of the account', async () => {
      await stage.allow('get_public_key')
      const page = await stage.openSite()
      const desk = lanyard.desk()
      const ask = () => page.evaluate(() => nostr.getPublicKey())
      await ask()
      expect(await read(desk)).toHaveLength(1)
      await command(desk, 'forgetSites', [stage.site.origin])
      expect(await read(desk)).toEqual([])
      await stage.allow('get_public_key')
      await ask()
      expect(await read(desk)).toHaveLength(1)
      await command(desk, 'logOut', stage.signer.user)
      expect(await read(desk)).toEqual([])
    })

    test('a full log is bounded, costs a call nothing and is read in a moment', async () => {
      await stage.allow('get_public_key')
      const page = await stage.openSite()
      const desk = lanyard.desk()
      await read(desk)
      await fill(desk, 5_500)
      await lanyard.killBackground()
      const ask = () =>
        page.evaluate(async () => {
          const start = performance.now()
          await nostr.getPublicKey()
          return performance.now() - start
        })
      const [first, second] = [await ask(), await ask()]
      await read(desk)
      const start = performance.now()
      await read(desk, { limit: 50 })
      const reading = performance.now() - start
      console.log(
        `${browser}: a call on waking ${first.toFixed()} ms, the next ${second.toFixed()}, read ${reading.toFixed()}`,
      )
      expect(reading).toBeLessThan(2_000)
      const entries = await read(desk)
      expect(entries.length).toBe(5_000)
      expect(entries[0]?.permission).toBe('get_public_key')
    })
  })
}
