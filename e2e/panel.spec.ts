import { expect, type Page } from '@playwright/test'
import { approval, NOW, NPUB, paired, pairing, relays, snapshot, TOKEN, USER } from './panel/snapshots'
import { freshTest, say, sent, show, test, withStories } from './panel/stage'

// a fresh page (freshTest) where the time must run, or stand still: stage.ts
withStories()

/** Without what the panel asks by itself as soon as relays are looked at. */
const pressed = async (page: Page) => (await sent(page)).filter(({ command }) => command !== 'checkRelays')

test.describe('what the panel asks of the background', () => {
  test('an unpaired person finds pairing already begun', async ({ page }) => {
    await show(page, 'welcome-cancelled', 'popup')
    expect(await sent(page)).toEqual([{ command: 'pairByQr', args: [] }])
  })

  test('a pairing under way is shown, not begun anew', async ({ page }) => {
    await show(page, 'welcome-waiting', 'popup')
    await expect(page.getByRole('img', { name: /QR/ })).toBeVisible()
    expect(await sent(page)).toEqual([])
  })

  test('what a sleeping background left is shown before it speaks, and what it says then takes its place', async ({
    page,
  }) => {
    await show(page, 'home-asleep', 'popup')
    await expect(page.getByText(NPUB.slice(0, 9))).toBeVisible()
    await say(page, snapshot())
    await expect(page.getByText(NPUB.slice(0, 9))).toHaveCount(0)
  })

  test('where no relay can be reached, one press leads to the relays', async ({ page }) => {
    await show(page, 'welcome-unreachable', 'popup')
    await page.getByRole('button', { name: 'Other relays' }).click()
    await expect(page.getByLabel('Relay 1')).toBeVisible()
  })

  test('a signer is chosen without a new code, but for one that needs its own relay in it', async ({ page }) => {
    await show(page, 'welcome-waiting', 'popup')
    await page.getByRole('radio', { name: 'Amber' }).click()
    await say(page, snapshot({ pairing: pairing({ signer: 'amber' }) }))
    await expect(page.getByRole('list', { name: 'Steps with Amber' }).getByRole('listitem')).toHaveCount(2)
    await expect(page.getByRole('list', { name: 'Good to know about Amber' })).toContainText('notifications')
    // a press keeps the focus where it was
    await expect(page.getByRole('radio', { name: 'Amber' })).toBeFocused()
    await expect(page.getByRole('link', { name: 'Open Amber on this device' })).toHaveAttribute('href', TOKEN)
    await page.getByRole('radio', { name: 'Clave' }).click()
    const relays = ['wss://relay.powr.build', 'wss://relay.nsec.app', 'wss://relay.damus.io', 'wss://nos.lol']
    expect(await sent(page)).toEqual([
      { command: 'setSigner', args: ['pairing', 'amber'] },
      { command: 'pairByQr', args: [relays, 'clave'] },
    ])
  })

  test('whoever has a bunker is asked for its token first, and may take the choice back', async ({ page }) => {
    await show(page, 'welcome-bunker', 'popup')
    await expect(page.getByRole('img', { name: /QR/ })).toHaveCount(0)
    const field = page.getByLabel('Paste the token')
    await field.fill('bunker://token')
    await field.press('Enter')
    await page.getByRole('radio', { name: 'Amber' }).click()
    expect(await sent(page)).toEqual([
      { command: 'pairByToken', args: ['bunker://token', 'bunker'] },
      { command: 'setSigner', args: ['pairing', 'amber'] },
    ])
  })

  test('the person says which signer a paired one is', async ({ page }) => {
    await show(page, 'account-one', 'popup')
    const choice = page.getByLabel('Your signer app')
    await expect(choice).toHaveValue('')
    await choice.selectOption('Primal')
    await choice.selectOption('not known')
    expect(await pressed(page)).toEqual([
      { command: 'setSigner', args: [USER, 'primal'] },
      { command: 'setSigner', args: [USER, null] },
    ])
  })

  test('the steps light up as they happen and end with the npub', async ({ page }) => {
    await show(page, 'welcome-connecting', 'popup')
    const current = page.locator('[aria-current="step"]')
    await expect(current).toContainText('Connecting to a relay')
    await say(page, snapshot({ pairing: pairing({ lights: relays('open') }) }))
    await expect(current).toContainText('Waiting for your signer')
    await say(page, snapshot({ pairing: pairing({ stage: 'answered' }) }))
    await expect(current).toContainText('Public key received')
    await say(page, paired({ pairing: pairing({ stage: 'paired', user: USER, npub: NPUB }) }))
    await expect(page.getByRole('heading', { name: 'Your phone is paired' })).toBeFocused()
    await expect(page.getByTitle(NPUB)).toBeVisible()
    await page.getByRole('button', { name: 'Go to Home' }).click()
    expect(await sent(page)).toEqual([{ command: 'cancelPairing', args: [] }])
    await expect(page).toHaveURL(/#popup\/home$/)
  })

  test('whoever has no signer is told which to get, and no choice is made for it', async ({ page }) => {
    await show(page, 'welcome-waiting', 'full')
    await page.getByRole('radio', { name: 'I have no signer yet' }).press('Space')
    const links = page.locator('.none-yet a')
    await expect(links).toHaveText(['Amber', 'Clave', 'Primal', 'Aegis', 'nsec.app'])
    for (const link of await links.all()) {
      await expect(link).toHaveAttribute('href', /^https:/)
      await expect(link).toHaveAttribute('rel', /noreferrer/)
    }
    await page.getByRole('radio', { name: 'Primal' }).click()
    await expect(links).toHaveCount(0)
    expect(await sent(page)).toEqual([{ command: 'setSigner', args: ['pairing', 'primal'] }])
  })

  test('what has failed says what happened, what to do, and gives a report and a new code', async ({ page }) => {
    await show(page, 'welcome-waiting', 'popup')
    await page.getByRole('button', { name: 'Cancel' }).focus()
    const error = { code: 'pairing-silent' } as const
    await say(page, snapshot({ pairing: pairing({ stage: 'failed', error, signer: 'amber' }) }))
    await expect(page.getByRole('alert')).toContainText('Your signer did not answer.')
    await expect(page.getByText('unless Android lets it show notifications')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Not paired' })).toBeFocused()
    await page.getByText('Report for someone who helps you').click()
    await expect(page.locator('.report pre')).toContainText('Pairing by qr, failed')
    await expect(page.locator('.report pre')).not.toContainText('Xh3kP9sQ2mLw7RtVb5Nc8YfDg4Jz6KaE')
    await page.getByRole('button', { name: 'Try again' }).click()
    const relays = ['wss://relay.nsec.app', 'wss://relay.damus.io', 'wss://nos.lol', 'wss://relay.primal.net']
    expect((await sent(page)).at(-1)).toEqual({ command: 'pairByQr', args: [relays, 'amber'] })
  })

  test('a relay that was replaced is named, and so is the one in its place', async ({ page }) => {
    await show(page, 'welcome-replaced', 'popup')
    const words = 'The relay relay.damus.io did not answer. relay.example.com is used instead.'
    await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible()
  })

  test('pairing by keyboard alone: a signer is chosen with arrows, and its token pasted', async ({ page }) => {
    await show(page, 'welcome-waiting', 'popup')
    const focused = page.locator(':focus')
    const tabTo = async (name: string) => {
      for (let i = 0; i < 20; i++) {
        await page.keyboard.press('Tab')
        if ((await focused.textContent())?.includes(name)) return
      }
      throw new Error(`no way by Tab to ${name}`)
    }
    await tabTo('Copy code')
    await tabTo('I have a bunker:// token or an address')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('radio', { name: 'Amber' })).toBeFocused()
    for (const name of ['Primal', 'nsec.app']) {
      await page.keyboard.press('ArrowRight')
      await expect(page.getByRole('radio', { name })).toBeFocused()
    }
    await say(page, snapshot({ pairing: pairing({ signer: 'nsecapp' }) }))
    await page.keyboard.press('Tab')
    await expect(focused).toHaveText('Paste a bunker:// token')
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Paste the token')).toBeFocused()
    await page.keyboard.type('bunker://token')
    await page.keyboard.press('Enter')
    const commands = await sent(page)
    expect(commands.at(-1)).toEqual({ command: 'pairByToken', args: ['bunker://token', 'nsecapp'] })
  })

  test('an account that is paired again keeps its sites, and that is said', async ({ page }) => {
    await show(page, 'welcome-again', 'full')
    await expect(page.getByRole('heading', { name: 'Pair Amber again' })).toBeVisible()
    await expect(page.getByText('keep their sites and rules')).toBeVisible()
    await expect(page.getByText('beside them')).toHaveCount(0)
    await expect(page.getByRole('radio', { name: 'Amber' })).toBeChecked()
    expect(await sent(page)).toEqual([])
  })

  test('a wrong token gets its sentence, tied to the field', async ({ page }) => {
    await show(page, 'welcome-token', 'popup')
    const field = page.getByLabel('Paste the token')
    await field.fill('nsec1…')
    await field.press('Enter')
    await expect(page.getByRole('alert')).toContainText('This is a secret key.')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(/secret key/)
  })

  test('edited relays make a new code', async ({ page }) => {
    await show(page, 'welcome-relays', 'popup')
    await page.getByLabel('Relay 2').fill('wss://relay.example.com')
    await page.getByLabel('Relay 3').fill('')
    await page.getByRole('button', { name: 'Use these relays' }).click()
    const relays = ['wss://relay.nsec.app', 'wss://relay.example.com', 'wss://relay.primal.net']
    expect(await sent(page)).toEqual([{ command: 'pairByQr', args: [relays, null] }])
  })

  freshTest('a verdict pressed in the first moments is not taken', async ({ page }) => {
    // time stands still: on a busy machine the first moments are over before anything can be pressed
    await page.clock.install({ time: NOW })
    await page.clock.pauseAt(NOW + 1_000)
    await show(page, 'approval-note', 'approval')
    await page.clock.runFor(150)
    await expect(page.getByRole('button', { name: 'Allow once' })).toBeDisabled()
    await page.keyboard.press('Escape')
    expect(await sent(page)).toEqual([])
    await page.clock.runFor(450)
    expect(await sent(page)).toEqual([])
    await page.getByRole('button', { name: 'Allow once' }).click()
    expect(await sent(page)).toEqual([{ command: 'decide', args: ['approval-1', { kind: 'once' }, []] }])
    await page.keyboard.press('Escape')
    expect(await sent(page)).toHaveLength(2)
  })

  for (const [button, kind] of [
    ['Always allow', 'always'],
    ['Deny', 'deny'],
    ['Never allow', 'never'],
  ] as const) {
    freshTest(`${button} decides ${kind}`, async ({ page }) => {
      await show(page, 'approval-note', 'approval')
      await page.getByRole('button', { name: button, exact: true }).click()
      expect(await sent(page)).toEqual([{ command: 'decide', args: ['approval-1', { kind }, []] }])
    })
  }

  test('Escape denies once', async ({ page }) => {
    await show(page, 'approval-note', 'approval')
    await expect(page.getByRole('button', { name: 'Deny', exact: true })).toBeEnabled()
    await page.keyboard.press('Escape')
    expect(await sent(page)).toEqual([{ command: 'decide', args: ['approval-1', { kind: 'deny' }, []] }])
  })

  test('a verdict for a time, with one call left out, by keyboard alone', async ({ page }) => {
    await show(page, 'approval-many', 'approval')
    await expect(page.getByRole('button', { name: 'Allow 20 once' })).toBeEnabled()
    await page.keyboard.press('Tab') // previous
    await page.keyboard.press('Tab') // next
    await page.keyboard.press('Enter')
    await expect(page.getByText('2 of 20')).toBeVisible()
    await page.keyboard.press('Tab') // leave out
    await page.keyboard.press('Space')
    await page.getByText('For a time…').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab') // deny for
    await page.keyboard.press('Tab') // allow for
    await page.keyboard.press('Enter')
    const verdict = { kind: 'allow-for', minutes: 60 }
    expect(await sent(page)).toEqual([{ command: 'decide', args: ['approval-1', verdict, ['c1']] }])
  })

  test('what a site wants signed is text, never markup', async ({ page }) => {
    await show(page, 'approval-markup', 'approval')
    await expect(page.locator('main img, main script')).toHaveCount(0)
    await expect(page.getByText('<b>bold</b>').first()).toBeVisible()
  })

  freshTest('the next question is not decided by a double click on the last', async ({ page }) => {
    await page.clock.install({ time: NOW })
    await page.clock.pauseAt(NOW + 1_000)
    await show(page, 'approval-note', 'approval')
    const allow = page.getByRole('button', { name: 'Allow once' })
    await page.clock.runFor(600)
    await expect(allow).toBeEnabled()
    await say(page, paired({ approvals: [approval({ id: 'approval-2' })] }))
    await page.clock.runFor(150)
    await expect(allow).toBeDisabled()
    await page.clock.runFor(450)
    await expect(allow).toBeEnabled()
  })

  test('a pending call is cancelled and asked again by its own buttons', async ({ page }) => {
    await show(page, 'home-one', 'popup')
    await page.getByRole('button', { name: /^Ask again/ }).click()
    await page.getByRole('button', { name: /^Cancel/ }).click()
    expect(await sent(page)).toEqual([
      { command: 'askAgain', args: ['call-1'] },
      { command: 'cancelCall', args: ['call-1'] },
    ])
  })

  freshTest('logging out takes two presses and a moment to read', async ({ page }) => {
    await page.clock.install({ time: NOW })
    await show(page, 'account-one', 'popup')
    await page.clock.pauseAt(NOW + 60_000)
    await page.getByText('Log out…').click()
    const button = page.getByRole('button', { name: 'Log out and erase the pairing' })
    // its second begins after it was drawn, in a frame of the clock that stands still
    await button.waitFor()
    await page.clock.runFor(100)
    await page.clock.runFor(800)
    await expect(button).toBeDisabled()
    await page.clock.runFor(400)
    await button.click()
    expect(await pressed(page)).toEqual([{ command: 'logOut', args: [USER] }])
  })

  test('a rule and a site are forgotten', async ({ page }) => {
    await show(page, 'sites-one', 'popup')
    await page.getByRole('button', { name: /^Forget the rule “Sign: follow list”/ }).click()
    await page.getByRole('button', { name: /^Forget this site/ }).click()
    const origin = 'https://notes.example.com'
    expect(await sent(page)).toEqual([
      { command: 'forgetRule', args: [USER, origin, 'sign_event:3'] },
      { command: 'forgetSites', args: [[origin]] },
    ])
  })

  freshTest(
    'a site is dealt with from the popup over it, and an open page is loaded again when it must be',
    async ({ page }) => {
      await show(page, 'this-site-known', 'popup')
      const card = page.getByRole('region', { name: 'This site' })
      await card.getByRole('combobox').selectOption('Ask every time')
      await expect(card.getByRole('button', { name: 'Reload the page' })).toHaveCount(0)
      await card.getByRole('switch').press('Space')
      await card.getByRole('button', { name: 'Reload the page' }).click()
      await expect(card.getByRole('button', { name: 'Reload the page' })).toHaveCount(0)
      const origin = 'https://notes.example.com'
      expect(await sent(page)).toEqual([
        { command: 'readLog', args: [{ origin, limit: 5 }] },
        { command: 'setPreset', args: [USER, origin, 'ask'] },
        { command: 'setSiteOn', args: [origin, false] },
      ])
      expect(await page.evaluate(() => window.stage.done)).toEqual(['reload 7'])
    },
  )

  test('what could not be switched stays as it was, with the reason', async ({ page }) => {
    await show(page, 'this-site-failing', 'popup')
    await page.getByRole('switch').click()
    await expect(page.getByRole('alert')).toBeVisible()
    await expect(page.getByRole('switch')).toBeChecked()
    await expect(page.getByRole('button', { name: 'Reload the page' })).toHaveCount(0)
  })

  test('where another extension answers too, the person chooses', async ({ page }) => {
    await show(page, 'this-site-other', 'popup')
    await page.getByRole('button', { name: 'Let Lanyard answer' }).click()
    await page.getByRole('button', { name: 'Let the other answer' }).click()
    const origin = 'https://notes.example.com'
    expect((await sent(page)).slice(1)).toEqual([
      { command: 'setSiteFirm', args: [origin, true] },
      { command: 'setSiteOn', args: [origin, false] },
    ])
  })

  test('an account is chosen for the site by keyboard alone, and the menu closes', async ({ page }) => {
    await show(page, 'switcher-two', 'popup')
    const list = page.getByRole('list', { name: 'Choose an account' })
    await expect(list.locator('[aria-current="true"]')).toHaveCount(1)
    await page.getByRole('button', { name: /^Make .+ the default$/ }).click()
    await list.getByRole('button').first().press('Enter')
    await expect(list).toBeHidden()
    await expect(page.locator('.switcher summary')).toBeFocused()
    const [, standard, chosen] = await sent(page)
    expect(standard?.command).toBe('setDefaultAccount')
    expect(chosen).toEqual({ command: 'setSiteAccount', args: ['https://notes.example.com', USER] })
  })

  test('elsewhere the default account is chosen, and with one account nothing', async ({ page }) => {
    await show(page, 'switcher-default', 'full')
    await page.getByRole('list', { name: 'Choose an account' }).getByRole('button').nth(1).click()
    expect((await sent(page)).map(({ command }) => command)).toEqual(['setDefaultAccount'])
    await show(page, 'home-empty', 'full')
    await expect(page.locator('.switcher')).toHaveCount(0)
  })

  test('of fifty sites those that never may something are found', async ({ page }) => {
    await show(page, 'sites-fifty', 'popup')
    await expect(page.getByText('50 sites')).toBeVisible()
    await page.getByRole('searchbox').fill('SITE-2')
    await page.getByLabel('Show').selectOption('With something denied for good')
    await expect(page.locator('.site')).toHaveText([/site-20\./, /site-24\./, /site-29\./])
    await page.getByRole('searchbox').fill('nowhere')
    await expect(page.getByText('No site found.')).toBeVisible()
  })

  test('several sites are forgotten at once', async ({ page }) => {
    await show(page, 'sites-states', 'popup')
    await page.getByRole('button', { name: 'Select', exact: true }).click()
    const forget = page.getByRole('button', { name: /^Forget/ })
    await expect(forget).toBeDisabled()
    await page.getByRole('checkbox').first().press('Space')
    await page.getByRole('checkbox').nth(2).press('Space')
    await forget.click()
    await expect(page.getByRole('checkbox')).toHaveCount(0)
    expect(await sent(page)).toEqual([
      { command: 'forgetSites', args: [['https://notes.example.com', 'https://stranger.example.com']] },
    ])
  })

  test('a rule for one address is forgotten for this address', async ({ page }) => {
    await show(page, 'sites-bound', 'popup')
    await page.getByRole('button', { name: /^Forget the rule “Sign: login to a site”/ }).click()
    const target = 'POST https://media.example.com/upload'
    expect(await sent(page)).toEqual([
      { command: 'forgetRule', args: [USER, 'https://notes.example.com', 'sign_event:27235', target] },
    ])
  })

  test('where Lanyard is, is chosen', async ({ page }) => {
    await show(page, 'settings-relays', 'full')
    await page.getByRole('radio', { name: /Only where I switch it on/ }).click()
    expect(await sent(page)).toEqual([{ command: 'setSitesMode', args: ['chosen'] }])
  })

  for (const grants of [true, false]) {
    test(`notifications are asked for on a click, and ${grants ? 'switched on' : 'left off with a word'}`, async ({
      page,
    }) => {
      await show(page, 'settings-relays', 'full')
      await page.evaluate((to) => Object.assign(window.stage, { grants: to }), grants)
      await page.getByRole('switch', { name: 'Notify me' }).click()
      await expect(page.getByText('Your browser did not allow it.')).toHaveCount(grants ? 0 : 1)
      expect(await page.evaluate(() => window.stage.done)).toEqual(['request {"permissions":["notifications"]}'])
      expect(await sent(page)).toEqual(grants ? [{ command: 'setNotify', args: [true] }] : [])
    })
  }

  test('the menu moves the focus to the view it opens', async ({ page }) => {
    await show(page, 'home-empty', 'popup')
    await page.getByRole('link', { name: 'Sites' }).press('Enter')
    await expect(page.getByRole('heading', { name: 'Sites' })).toBeVisible()
    await expect(page.locator('main')).toBeFocused()
    await expect(page).toHaveTitle('Sites · Lanyard')
  })
})
