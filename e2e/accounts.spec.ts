import { expect } from '@playwright/test'
import { readQr } from './harness/qr'
import { account, NPUB, paired, settings, site, USER } from './panel/snapshots'
import { say, sent, show, test, withStories } from './panel/stage'

/** Home and the list of accounts, by what they ask of the background. */

withStories()

const SECOND = 'c'.repeat(64)
const two = (part: Parameters<typeof paired>[0] = {}) =>
  paired({ accounts: [account({ given: 'Ada' }), account({ user: SECOND, given: 'Boris' })], ...part })

test('an account is renamed in place by keyboard alone, and the focus is never lost', async ({ page }) => {
  await show(page, 'account-picture', 'popup')
  const rename = page.getByRole('button', { name: 'Rename: Ada of the Ferries' })
  await rename.focus()
  await page.keyboard.press('Enter')
  const field = page.getByLabel('Name of this account')
  await expect(field).toBeFocused()
  await page.keyboard.type('Work')
  await page.keyboard.press('Escape')
  await expect(rename).toBeFocused()
  await page.keyboard.press('Enter')
  // what was typed before is gone
  await expect(field).toHaveValue('Ada of the Ferries')
  await page.keyboard.type('Work')
  await page.keyboard.press('Enter')
  await expect(rename).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(field).toBeFocused()
  // as the profile has it: it goes on following the profile
  await page.keyboard.press('Enter')
  await expect(rename).toBeFocused()
  expect(await sent(page)).toEqual([
    { command: 'renameAccount', args: [USER, 'Work'] },
    { command: 'renameAccount', args: [USER, null] },
  ])
})

test('a name that was not stored stays in its field, with the reason', async ({ page }) => {
  await show(page, 'account-rename-failing', 'popup')
  await page.getByLabel('Name of this account').fill('Work')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByLabel('Name of this account')).toHaveValue('Work')
})

test('relays are tried when they are looked at, and pairing again uses the same ones', async ({ page }) => {
  await show(page, 'account-learned', 'full')
  expect(await sent(page)).toEqual([])
  await page.locator('summary', { hasText: 'Relays' }).click()
  await page.locator('summary', { hasText: 'Pair again' }).click()
  await page.getByRole('button', { name: 'Pair again' }).click()
  await expect(page).toHaveURL(/#full\/welcome$/)
  const [check, pair] = await sent(page)
  expect(check).toEqual({ command: 'checkRelays', args: [USER] })
  expect(pair).toEqual({ command: 'pairByQr', args: [account().relays, 'nsecapp'] })
})

test('among twenty accounts one is found by its name', async ({ page }) => {
  await show(page, 'accounts-twenty', 'popup')
  await expect(page.locator('.card.account')).toHaveCount(20)
  await page.getByRole('searchbox').fill('ines')
  await expect(page.locator('.card.account')).toHaveCount(2)
  await page.getByRole('searchbox').fill('nobody')
  await expect(page.getByText('No account found.')).toBeVisible()
})

test('among twenty accounts the one that signs is found by its name, too', async ({ page }) => {
  await show(page, 'home-twenty', 'popup')
  const list = page.getByRole('list', { name: 'Choose an account' })
  await expect(list.getByRole('button')).toHaveCount(20)
  await page.getByRole('searchbox').fill('boris')
  await list.getByRole('button').last().click()
  expect((await sent(page)).map(({ command }) => command)).toEqual(['setDefaultAccount'])
  await expect(list).toBeHidden()
})

test('a signer that has dropped us is told of once, with the way back', async ({ page }) => {
  await show(page, 'home-ended', 'popup')
  await expect(page.getByText('no longer knows this browser')).toHaveCount(1)
  await page.getByRole('button', { name: 'Pair again' }).click()
  await expect(page).toHaveURL(/#popup\/welcome$/)
  expect((await sent(page))[0]?.command).toBe('pairByQr')
})

test('of several, another becomes the default; after a log-out the focus stays on the page', async ({ page }) => {
  await show(page, 'accounts-three', 'popup')
  await say(page, two())
  await page.locator('summary', { hasText: 'Boris' }).click()
  await page.getByRole('button', { name: 'Make default' }).click()
  expect(await sent(page)).toEqual([{ command: 'setDefaultAccount', args: [SECOND] }])
  await page.locator('summary', { hasText: 'Log out' }).focus()
  await say(page, paired({ accounts: [account({ given: 'Ada' })] }))
  await expect(page.getByRole('status').filter({ hasText: 'Logged out of Boris.' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Accounts' })).toBeFocused()
})

test('Home shows the account of the site, and says which is the default', async ({ page }) => {
  await show(page, 'home-over-new-site', 'popup')
  const card = page.getByRole('region', { name: 'Account' })
  await say(page, two({ sites: [site({ account: SECOND })] }))
  await expect(card).toContainText('Boris')
  await expect(card).toContainText('Default account: Ada')
  await card.locator('summary', { hasText: 'Account on this site' }).click()
  await card.getByRole('button', { name: /Ada/ }).click()
  expect(await sent(page).then((all) => all.filter(({ command }) => command !== 'readLog'))).toEqual([
    { command: 'setSiteAccount', args: ['https://notes.example.com', USER] },
  ])
  // where Lanyard is off nobody signs
  await say(page, two({ sites: [site({ account: SECOND, on: false })], settings: settings() }))
  await expect(card.locator('summary', { hasText: 'Default account' })).toBeVisible()
})

test('the code of the public key is read by a phone', async ({ page }) => {
  await page.setViewportSize({ width: 380, height: 600 })
  await show(page, 'home-qr', 'popup')
  const code = page.getByRole('img', { name: 'QR code of the public key' })
  const png = await code.screenshot()
  const frame = { evaluate: (task: never, argument: never) => page.evaluate(task, argument) }
  expect(await readQr(frame as never, png.toString('base64'))).toBe(`nostr:${NPUB}`)
})
