import { expect, type Page } from '@playwright/test'
import { NOW, paired, settings, site, USER } from './panel/snapshots'
import { overflow, picture, say, sent, show, test, violations, withStories } from './panel/stage'

// Settings, undo, and the list of sites, as a person meets them.

test.use({ actionTimeout: 8_000 })
withStories()

const SITE = 'https://notes.example.com'
const commands = async (page: Page) => (await sent(page)).filter(({ command }) => command !== 'readLog')
const undo = (what: 'rule' | 'sites' | 'log' = 'rule') => ({
  undo: { id: 'undo-1', what, count: 1, until: NOW + 8_000 },
})
const theme = (page: Page) =>
  page.evaluate(() => [document.documentElement.dataset.theme, getComputedStyle(document.documentElement).colorScheme])

test.describe('settings', () => {
  const SECTIONS = [
    ...['Where Lanyard works', 'What sites may do', 'Privacy', 'Lock', 'Pairing and waiting'],
    ...['Look and language', 'Keyboard', 'Backup', 'About'],
  ]

  const everySection = (width: number) =>
    test(`in a popup of ${width} px every section is one press away, whole and accessible`, async ({ page }) => {
      test.setTimeout(60_000)
      await page.setViewportSize({ width, height: 600 })
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      await show(page, 'settings-plain', 'popup')
      // as on a phone, where nothing hovers and a popup is a page as wide as the screen: base.css
      if (width < 380) await page.addStyleTag({ content: '[data-place] body { inline-size: auto }' })
      expect(await page.locator('summary').allInnerTexts()).toEqual(SECTIONS)
      for (const name of SECTIONS) await page.locator('summary', { hasText: name }).click()
      expect(await overflow(page)).toEqual([])
      await picture(page, `settings-open-${width}-light`, { fullPage: true })
      expect(await violations(page, 'light')).toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      await picture(page, `settings-open-${width}-dark`, { fullPage: true })
      expect(await violations(page, 'dark')).toEqual([])
    })

  for (const width of [320, 380]) everySection(width)

  test('on a page an index leads to each section, with the focus', async ({ page }) => {
    await page.setViewportSize({ width: 1200, height: 700 })
    await show(page, 'settings-plain', 'full')
    const index = page.getByRole('navigation', { name: 'Sections' })
    for (const name of SECTIONS) {
      await index.getByRole('button', { name, exact: true }).press('Enter')
      await expect(page.getByRole('heading', { name, exact: true, level: 2 })).toBeFocused()
    }
  })

  test('the theme is chosen by keyboard, and follows what the background says', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await show(page, 'settings-plain', 'full')
    expect(await theme(page)).toEqual([undefined, 'light dark'])
    await page.getByRole('radio', { name: 'Same as the browser' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await commands(page)).toEqual([{ command: 'setTheme', args: ['light'] }])
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const light = await paper()
    await say(page, paired({ settings: settings({ theme: 'dark' }) }))
    await expect.poll(() => theme(page)).toEqual(['dark', 'dark'])
    expect(await paper()).not.toBe(light)
    await say(page, paired({ settings: settings({ theme: 'system' }) }))
    await expect.poll(paper).toBe(light)
  })

  test('a chosen theme goes before the browser’s', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await show(page, 'settings-light', 'full')
    const { paper, ink } = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.documentElement)
      return { paper: backgroundColor, ink: color }
    })
    expect([paper, ink]).toEqual(['rgb(250, 249, 246)', 'rgb(26, 34, 38)'])
  })

  test('languages stand there by their own names, and the browser’s is a choice', async ({ page }) => {
    await show(page, 'settings-plain', 'full')
    const choice = page.getByLabel('Language', { exact: true })
    await expect(choice.locator('option')).toContainText([
      'Same as the browser',
      'Deutsch',
      'Português (Brasil)',
      '繁體中文',
    ])
    await choice.selectOption('Português (Brasil)')
    await choice.selectOption('Same as the browser')
    expect(await commands(page)).toEqual([
      { command: 'setLanguage', args: ['pt_BR'] },
      { command: 'setLanguage', args: [null] },
    ])
  })

  test('names and pictures are switched off', async ({ page }) => {
    await show(page, 'settings-plain', 'full')
    await page.getByRole('switch', { name: 'Look up names and pictures' }).press('Space')
    expect(await commands(page)).toEqual([{ command: 'setProfiles', args: [false] }])
  })

  test('keys of the browser are listed with those of the panel', async ({ page }) => {
    await show(page, 'settings-plain', 'full')
    const keys = page.locator('.keys')
    await expect(keys.nth(0)).toContainText('Open LanyardAltShiftL')
    await expect(keys.nth(0)).toContainText('Allow the topmost requestno shortcut')
    await expect(keys.nth(1)).toContainText('UndoCtrlZ')
    await show(page, 'settings-no-keys', 'full')
    await expect(keys).toHaveCount(1)
  })
})

test.describe('a backup', () => {
  const file = { name: 'lanyard-settings.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') }

  test('is saved without pairings at one press', async ({ page }) => {
    await show(page, 'settings-plain', 'full')
    await page.evaluate(() => {
      URL.createObjectURL = () => 'about:blank'
      HTMLAnchorElement.prototype.click = function () {
        document.title = this.download
      }
    })
    await page.getByRole('button', { name: 'Save as a file' }).click()
    await expect(page).toHaveTitle(/^lanyard-settings-\d{4}-\d\d-\d\d\.json$/)
    expect(await commands(page)).toEqual([{ command: 'exportBackup', args: [null] }])
  })

  test('holds the pairings by a passphrase that was typed twice; none of it is sent', async ({ page }) => {
    test.setTimeout(60_000)
    await show(page, 'settings-plain', 'full')
    await page.getByLabel('Include the pairings').check()
    const save = page.getByRole('button', { name: 'Save as a file' })
    await page.getByLabel('New passphrase').fill('short')
    await save.click()
    await expect(page.getByRole('alert').filter({ hasText: 'at least 12' })).toBeVisible()
    await expect(page.getByLabel('New passphrase')).toBeFocused()
    await page.getByLabel('New passphrase').fill('correct horse')
    await page.getByLabel('Repeat the passphrase').fill('correct house')
    await save.click()
    await expect(page.getByLabel('Repeat the passphrase')).toBeFocused()
    expect(await commands(page)).toEqual([])
    await page.getByLabel('Repeat the passphrase').fill('correct horse')
    await save.click()
    await expect.poll(async () => (await commands(page)).length, { timeout: 60_000 }).toBe(1)
    const [{ args } = { args: [] }] = await commands(page)
    expect(args).toMatchObject([{ key: expect.stringMatching(/^[0-9a-f]{64}$/), kdf: { name: 'scrypt' } }])
    expect(JSON.stringify(args)).not.toContain('horse')
  })

  test('is shown before it is taken over, with its passphrase or without', async ({ page }) => {
    await show(page, 'settings-plain', 'full')
    const choose = page.getByLabel('Choose a file')
    await choose.setInputFiles(file)
    await expect(page.getByText('12 sites, 40 rules')).toBeVisible()
    expect(await violations(page, 'light')).toEqual([])
    await picture(page, 'settings-import', { fullPage: true })
    await page.getByLabel('Passphrase of the file').fill('correct horse')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(page.getByText('Restored: 12 sites, 40 rules, 1 pairing.')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Restore from a file' })).toBeFocused()
    await choose.setInputFiles(file)
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(page.getByText('Restored:')).toBeVisible()
    const sent = await commands(page)
    expect(sent.map(({ command }) => command)).toEqual(['readBackup', 'importBackup', 'readBackup', 'importBackup'])
    expect(sent[1]?.args).toEqual(['{"a":1}', expect.stringMatching(/^[0-9a-f]{64}$/)])
    expect(sent[3]?.args).toEqual(['{"a":1}', null])
  })

  test('that is none of ours is refused in words', async ({ page }) => {
    await show(page, 'settings-failing', 'full')
    await page.getByLabel('Choose a file').setInputFiles(file)
    await expect(page.getByRole('alert').filter({ hasText: 'not a backup of Lanyard' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Restore', exact: true })).toHaveCount(0)
  })

  test('is not chosen in a popup, which would close', async ({ page }) => {
    await show(page, 'settings-plain', 'popup')
    await page.locator('summary', { hasText: 'Backup' }).click()
    await expect(page.getByLabel('Choose a file')).toHaveCount(0)
    await expect(page.getByText('closes this small window')).toBeVisible()
  })
})

test.describe('the passphrase', () => {
  const kdf = { name: 'scrypt', salt: '0f'.repeat(16), n: 1024, r: 8, p: 1 } as const
  const lock = (state: 'locked' | 'unlocked') => paired({ lock: { state, idle: 15, kdf, waiting: [] } })

  test('is asked for before it is changed or removed, and nothing is sent without it', async ({ page }) => {
    await show(page, 'settings-lock-set', 'full')
    const present = page.getByLabel(/^(Current p|P)assphrase$/)
    await page.getByRole('button', { name: 'Change the passphrase' }).click()
    await expect(present).toBeFocused()
    await page.getByLabel('New passphrase').fill('correct horse')
    await page.getByLabel('Repeat the passphrase').fill('correct horse')
    await page.getByRole('button', { name: 'Save the passphrase' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Enter your passphrase.' })).toBeVisible()
    await expect(present).toBeFocused()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('heading', { name: 'Lock', exact: true })).toBeFocused()
    await page.getByRole('button', { name: 'Remove the passphrase' }).click()
    await page.getByRole('button', { name: 'Remove the passphrase' }).click()
    await expect(present).toBeFocused()
    expect(await commands(page)).toEqual([])
    await present.fill('battery staple')
    await present.press('Enter')
    await expect.poll(() => commands(page)).toMatchObject([{ command: 'removeLock' }])
  })

  test('has the focus where it locks under an open panel', async ({ page }) => {
    await show(page, 'settings-lock-set', 'full')
    await page.getByRole('button', { name: 'Change the passphrase' }).focus()
    await say(page, lock('locked'))
    await expect(page.getByRole('heading', { name: 'Lanyard is locked' })).toBeVisible()
    await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused()
    await say(page, lock('unlocked'))
    await expect(page.locator('main')).toBeFocused()
  })
})

test.describe('undo', () => {
  test('is said, and pressed by mouse or by key, but not while somebody types', async ({ page }) => {
    await show(page, 'activity-few', 'popup')
    await say(page, paired(undo('log')))
    await expect(page.getByRole('status').filter({ hasText: '1 entry erased.' })).toBeVisible()
    await page.getByRole('searchbox').fill('a')
    await page.getByRole('searchbox').press('Control+z')
    expect(await commands(page)).toEqual([])
    await page.getByRole('searchbox').blur()
    await page.keyboard.press('Control+z')
    await expect(page.locator('main')).toBeFocused()
    await expect.poll(() => commands(page)).toEqual([{ command: 'undo', args: ['undo-1'] }])
    await say(page, paired(undo('log')))
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await expect.poll(() => commands(page)).toHaveLength(2)
    await say(page, paired())
    await expect(page.getByText('It is back.')).toBeAttached()
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  })

  test('the focus passes to the next rule when one is forgotten, and to the view with the last', async ({ page }) => {
    await show(page, 'sites-one', 'popup')
    const rules = site().rules
    const forget = page.getByRole('button', { name: /^Forget the rule/ })
    await forget.nth(1).press('Enter')
    await say(page, paired({ sites: [site({ rules: rules.filter((_, i) => i !== 1) })], ...undo() }))
    await expect(forget.nth(1)).toBeFocused()
    await page.getByRole('button', { name: /^Forget this site/ }).press('Enter')
    await say(page, paired({ undo: { id: 'undo-2', what: 'sites', count: 1, until: NOW + 8_000 } }))
    await expect(page.locator('main')).toBeFocused()
    await page.keyboard.press('Control+z')
    await expect.poll(() => commands(page)).toContainEqual({ command: 'undo', args: ['undo-2'] })
  })

  test('all rules of a site go at one press', async ({ page }) => {
    await show(page, 'sites-one', 'popup')
    await page.getByRole('button', { name: /^Forget all rules/ }).click()
    expect(await commands(page)).toEqual([{ command: 'forgetRules', args: [USER, SITE] }])
  })
})

test.describe('the list of sites', () => {
  test('leads to what a site asked', async ({ page }) => {
    await show(page, 'sites-one', 'popup')
    await page.getByRole('link', { name: 'All activity' }).click()
    await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible()
    expect((await sent(page)).at(-1)).toMatchObject({ command: 'readLog', args: [{ origin: SITE }] })
  })

  test('an account’s sites are found by its name', async ({ page }) => {
    await show(page, 'sites-one', 'popup')
    const [account] = paired().accounts
    const sites = Array.from({ length: 9 }, (_, i) =>
      site({ origin: `https://s${i}.example`, account: i < 3 ? USER : 'b'.repeat(64) }),
    )
    await say(page, paired({ sites, accounts: account ? [{ ...account, given: 'Work phone' }] : [] }))
    await page.getByRole('searchbox').fill('WORK')
    await expect(page.getByText('3 sites')).toBeVisible()
  })

  test('a name breaks after its dots, and not after its hyphens', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    await show(page, 'sites-one', 'full')
    await say(
      page,
      paired({ sites: [site({ origin: 'https://my-own-bank.com-log-in-now.secure-site-of-mine.example' })] }),
    )
    const ends = await page.locator('.origin').evaluate((origin) => {
      const text = origin.textContent ?? ''
      const walker = document.createTreeWalker(origin, NodeFilter.SHOW_TEXT)
      const tops: number[] = []
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let i = 0; i < (node.textContent ?? '').length; i++) {
          const range = document.createRange()
          range.setStart(node, i)
          range.setEnd(node, i + 1)
          tops.push(Math.round(range.getBoundingClientRect().top))
        }
      }
      return [...text].filter((_, i) => i + 1 < tops.length && (tops[i + 1] ?? 0) > (tops[i] ?? 0) + 5)
    })
    expect(ends.length).toBeGreaterThan(0)
    expect(new Set(ends)).toEqual(new Set(['.']))
  })

  test('of five hundred is drawn, searched and redrawn at once', async ({ page }) => {
    await page.setViewportSize({ width: 380, height: 600 })
    await show(page, 'sites-hundreds', 'popup')
    const times = await page.evaluate(async () => {
      const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      const timed = async (task: () => void) => {
        const start = performance.now()
        task()
        await painted()
        return Math.round(performance.now() - start)
      }
      const field = document.querySelector('input[type=search]') as HTMLInputElement
      const type = (text: string) => {
        field.value = text
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }
      const away = await timed(() => (location.hash = '#popup/activity'))
      const back = await timed(() => (location.hash = '#popup/sites'))
      await painted()
      const search = await timed(() => type('site-49'))
      const all = await timed(() => type(''))
      return { away, back, search, all }
    })
    console.log(`500 sites, ms: ${JSON.stringify(times)}`)
    expect(await page.locator('.site').count()).toBe(500)
    // on an idle machine a tenth of it
    expect(Math.max(...Object.values(times))).toBeLessThan(1_500)
  })
})

test('activity that cannot be read is tried again', async ({ page }) => {
  await show(page, 'activity-failing', 'popup')
  await expect(page.getByRole('alert')).toBeVisible()
  const before = (await sent(page)).length
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(async () => (await sent(page)).length).toBe(before + 1)
})

test('the log is cleared at one press', async ({ page }) => {
  await show(page, 'activity-few', 'popup')
  await page.locator('summary', { hasText: 'Manage activity' }).click()
  await page.getByRole('button', { name: 'Erase all activity' }).click()
  expect(await commands(page)).toEqual([{ command: 'clearLog', args: [] }])
})
