import { expect, type Page } from '@playwright/test'
import { NOW, USER } from './panel/snapshots'
import { freshTest, sent, show, stories, test, withStories } from './panel/stage'
import { STORIES } from './panel/stories'

// a fresh page (freshTest) where the time must run, or stand still: stage.ts
withStories()

test.describe('a question', () => {
  const once = { kind: 'once' }
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const decided = (...args: unknown[]) => [{ command: 'decide', args: ['approval-1', ...args] }]

  test('on first contact is allowed with a preset, which is Everyday unless another is chosen', async ({ page }) => {
    await show(page, 'approval-public-key', 'approval')
    await button(page, 'Allow and remember').click()
    expect(await sent(page)).toEqual(decided(once, [], 'everyday'))
    await page.goto('about:blank')
    await show(page, 'approval-public-key', 'approval')
    await page.getByRole('radio', { name: /^Phone decides/ }).check()
    await button(page, 'Allow and remember').click()
    expect(await sent(page)).toEqual(decided(once, [], 'phone'))
  })

  for (const [name, kind] of [
    ['Allow once', 'once'],
    ['Always allow', 'always'],
    ['Deny', 'deny'],
  ] as const) {
    test(`on first contact, ${name} leaves the site without a preset`, async ({ page }) => {
      await show(page, 'approval-public-key', 'approval')
      await button(page, name).click()
      expect(await sent(page)).toEqual(decided({ kind }, []))
    })
  }

  for (const story of ['approval-follow-loss', 'approval-private-loss', 'approval-other-key']) {
    test(`${story} can only be denied or allowed once`, async ({ page }) => {
      await show(page, story, 'approval')
      await expect(page.locator('.verdicts').getByRole('button')).toHaveText(['Deny', 'Allow once'])
      await expect(page.getByText('For a time…')).toHaveCount(0)
      await expect(page.getByRole('region', { name: 'Take care' })).toBeVisible()
    })
  }

  for (const story of ['approval-secret', 'approval-lookalike', 'approval-mixed-scripts'])
    test(`${story} is better denied: nothing allows it for good, and the keys that allow do nothing`, async ({
      page,
    }) => {
      await show(page, story, 'approval')
      await expect(page.locator('.verdicts').getByRole('button')).toHaveText(['Deny', 'Allow once', 'Never allow'])
      await expect(page.locator('.verdicts .main')).toHaveText('Deny')
      await expect(button(page, 'Allow once')).toBeEnabled()
      expect(await page.evaluate(() => window.stage.seen)).toEqual([])
      await button(page, 'Never allow').click()
      expect(await sent(page)).toEqual(decided({ kind: 'never' }, []))
    })

  test('of which one has a secret key is better denied until that one is left out', async ({ page }) => {
    await show(page, 'approval-many-secret', 'approval')
    await expect(page.getByRole('alert').filter({ hasText: 'secret key' })).toContainText('3 of 20')
    await expect(page.locator('.verdicts .main')).toHaveText('Deny all 20')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('checkbox', { name: 'Leave this one out' }).check()
    await expect(page.getByRole('alert')).toHaveCount(0)
    await expect(page.locator('.verdicts .main')).toHaveText('Allow 19 once')
    await page.locator('.verdicts .main').click()
    expect(await sent(page)).toEqual(decided(once, ['c2']))
  })

  test('says how much of a long text is out of sight, and names a link in it that deceives', async ({ page }) => {
    await page.setViewportSize({ width: 380, height: 600 })
    await show(page, 'approval-rich', 'approval')
    await expect(page.locator('.callout').filter({ hasText: 'A link in this text' })).toContainText('evil.example')
    const link = page.locator('.quoted .link', { hasText: 'evil.example' })
    await expect(link).not.toBeInViewport()
    await page.getByRole('button', { name: /^Show all \(\d+ more lines\)$/ }).click()
    await link.scrollIntoViewIfNeeded()
    await expect(link).toBeInViewport()
    await button(page, 'Show less').click()
    await expect(link).not.toBeInViewport()
  })

  test('about a login says where it leads, and that an always holds for there only', async ({ page }) => {
    await show(page, 'approval-http-login', 'approval')
    await expect(page.locator('.target')).toContainText('https://media.example.org/api/upload')
    await expect(page.getByText('This is another site than the one that asks.')).toBeVisible()
    await button(page, 'Always allow this address').click()
    expect(await sent(page)).toEqual(decided({ kind: 'always' }, []))
    await page.goto('about:blank')
    await show(page, 'approval-relay-login', 'approval')
    await expect(button(page, 'Never allow this relay')).toBeVisible()
  })

  test('about decrypts leaves out all messages with a person, but never everything', async ({ page }) => {
    await show(page, 'approval-decrypts', 'approval')
    await page.getByRole('checkbox', { name: /^2 messages/ }).uncheck()
    await page.getByRole('checkbox', { name: /^1 message/ }).uncheck()
    await page.getByRole('checkbox', { name: /^4 texts/ }).uncheck()
    await expect(page.getByRole('checkbox', { name: /^37 messages/ })).toBeDisabled()
    await expect(button(page, 'Deny all 44')).toBeVisible()
    await button(page, 'Allow 37 once').click()
    expect(await sent(page)).toEqual(decided(once, ['c1-0', 'c1-1', 'c2-0', 'c3-0', 'c3-1', 'c3-2', 'c3-3']))
  })

  test('of a storm is answered for an hour', async ({ page }) => {
    await show(page, 'approval-storm', 'approval')
    await button(page, 'Deny this site for an hour').click()
    expect(await sent(page)).toEqual([{ command: 'denySite', args: [USER, 'https://notes.example.com', 60] }])
  })

  test('may be put to another account', async ({ page }) => {
    await show(page, 'approval-account', 'approval')
    const [, other] = STORIES['approval-account']?.snapshot?.accounts ?? []
    await page.getByLabel('Account:').selectOption(other?.user ?? '')
    expect(await sent(page)).toEqual([{ command: 'setSiteAccount', args: ['https://notes.example.com', other?.user] }])
  })

  test('turns its pages by the arrow keys, in the direction of the script', async ({ page }) => {
    await show(page, 'approval-many', 'approval')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(page.getByText('3 of 20')).toBeVisible()
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByText('2 of 20')).toBeVisible()
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
    })
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByText('3 of 20')).toBeVisible()
  })

  freshTest('is not decided by the click that brings its window to the front', async ({ page }) => {
    await page.clock.install({ time: NOW })
    await show(page, 'approval-note', 'approval')
    await page.clock.runFor(450)
    const allow = button(page, 'Allow once')
    await allow.focus()
    await page.evaluate(() => {
      dispatchEvent(new Event('focus'))
      document.querySelector<HTMLElement>('.verdicts .main')?.click()
    })
    await expect(allow).toBeDisabled()
    await page.keyboard.press('Escape')
    expect(await sent(page)).toEqual([])
    await page.clock.runFor(450)
    await expect(allow).toBeFocused()
    await page.keyboard.press('Enter')
    expect(await sent(page)).toEqual(decided(once, []))
  })

  test('warns of a name in mixed letters, and shows which they are', async ({ page }) => {
    await show(page, 'approval-mixed-scripts', 'approval')
    await expect(page.getByRole('heading')).toHaveText('https://notes.xn--pple-43d.com')
    await expect(page.locator('mark')).toHaveText('\u0430')
    await expect(page.getByText(/mixes letters of several alphabets/)).toBeVisible()
  })

  test('shows links, mentions and media as text, and loads nothing', async ({ page }) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).host))
    await show(page, 'approval-rich', 'approval')
    await expect(page.getByText('profile npub1qqqq…j9jk3s').first()).toBeVisible()
    await expect(page.getByRole('list', { name: /^Media/ }).getByRole('listitem')).toHaveCount(2)
    await expect(page.locator('main a, main img, main video')).toHaveCount(0)
    expect(asked.filter((host) => host !== new URL(stories.url).host)).toEqual([])
  })

  test('does not obey marks that turn a text around', async ({ page }) => {
    await show(page, 'approval-signer-sees', 'approval')
    await expect(page.getByText('Nothing is hidden: [U+202E]gnp.exe')).toBeVisible()
    await expect(page.getByText('\\u202egnp.exe')).toBeVisible()
  })

  test('is followed by the rows under way, each with a Stop', async ({ page }) => {
    await show(page, 'approval-rows', 'approval')
    await expect(page.getByRole('progressbar', { name: 'Decrypting 37 of 120' })).toHaveAttribute('value', '37')
    await page.getByRole('button', { name: 'Stop: Decrypting 37 of 120' }).click()
    const args = [USER, 'https://notes.example.com', 'nip44_decrypt']
    expect(await sent(page)).toEqual([{ command: 'stopRow', args }])
  })
})
