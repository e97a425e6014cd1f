import { expect } from '@playwright/test'
import { overflow, picture, sent, show, stories, freshTest as test, withStories } from './panel/stage'

withStories()

const allow = { name: 'Allow once', exact: true }

test('a payment: Allow sleeps for a second after it was read, Deny does not', async ({ page }) => {
  await page.clock.install({ time: 0 })
  await page.clock.pauseAt(1_000)
  await show(page, 'bitcoin-plain', 'approval')
  // what is loaded after the first picture
  await page.clock.runFor(200)
  await expect(page.getByText('0.00150520 BTC')).toBeVisible()
  await page.clock.runFor(700)
  await expect(page.getByRole('button', { name: 'Deny', exact: true })).toBeEnabled()
  await expect(page.getByRole('button', allow)).toBeDisabled()
  await page.clock.runFor(600)
  await page.getByRole('button', allow).click()
  const decided = (await sent(page)).filter(({ command }) => command === 'decide')
  expect(decided).toEqual([{ command: 'decide', args: ['approval-1', { kind: 'once' }, []] }])
})

test('what cannot be read cannot be allowed, and can be denied', async ({ page }) => {
  await show(page, 'bitcoin-undecodable', 'approval')
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be read' })).toBeVisible()
  await page.waitForTimeout(2_000)
  await expect(page.getByRole('button', allow)).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await sent(page)).map(({ command }) => command)).toContain('decide')
})

test('where the reader does not load, it says so, and Allow stays off', async ({ page }) => {
  await page.route(/bitcoin-payment/, (route) => route.abort())
  await show(page, 'bitcoin-plain', 'approval')
  await expect(page.getByRole('alert').filter({ hasText: 'did not load' })).toBeVisible()
  await page.waitForTimeout(2_000)
  await expect(page.getByRole('button', allow)).toBeDisabled()
})

test('the reader is loaded for payments only', async ({ page }) => {
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  await show(page, 'approval-note', 'approval')
  await show(page, 'bitcoin-hash', 'approval')
  expect(loaded.filter((url) => /bitcoin-payment/.test(url))).toEqual([])
  await show(page, 'bitcoin-plain', 'approval')
  await expect(page.getByText('0.00150520 BTC')).toBeVisible()
  expect(loaded.filter((url) => /bitcoin-payment/.test(url))).toHaveLength(1)
})

test('warnings are read out, and stand above the buttons', async ({ page }) => {
  await page.setViewportSize({ width: 380, height: 600 })
  await show(page, 'bitcoin-sighash-none', 'approval')
  const warning = page.getByRole('alert').filter({ hasText: 'Others could still change' })
  await expect(warning).toBeInViewport({ ratio: 1 })
})

test('a bare hash is called what it is, and Allow sleeps, too', async ({ page }) => {
  await page.clock.install({ time: 0 })
  await page.clock.pauseAt(1_000)
  await show(page, 'bitcoin-hash', 'approval')
  await expect(page.getByRole('alert').filter({ hasText: 'Nobody can see' })).toBeVisible()
  await page.clock.runFor(600)
  await expect(page.getByRole('button', allow)).toBeDisabled()
  await page.clock.runFor(1_000)
  await expect(page.getByRole('button', allow)).toBeEnabled()
})

test('it is whole when written from right to left, in long words, and in forced colours', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  for (const [lang, forcedColors] of [
    ['ar', 'none'],
    ['de', 'none'],
    ['fa', 'active'],
  ] as const) {
    await page.emulateMedia({ forcedColors })
    await page.goto(`${stories.url}?story=bitcoin-false-change&lang=${lang}#approval/approval`)
    await expect(page.locator('.leaves')).toBeVisible()
    expect(await overflow(page), lang).toEqual([])
    await picture(page, `bitcoin-false-change-${lang}`, { fullPage: true })
  }
})
