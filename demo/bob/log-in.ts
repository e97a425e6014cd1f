import { strict as assert } from 'node:assert'
import { read, sees, until } from '../screen'
import { choose, type Desk, decide, isAtRest, type Stage, troubleOn, useRelay } from './stage'

/** The app as who is not logged in sees it; and what it is told by a Lanyard that has no signer. */
export async function comeUnpaired({ site: app, teller }: Stage, { name, site }: Desk): Promise<void> {
  await site.goto(app.url)
  await teller.seen(`${name}: Bob opens a web app. It shows nothing but a log-in.`, `${name}-door`, site, async () => {
    await sees(site, 'Log in')
    assert.equal(await site.evaluate(() => document.querySelectorAll('input, textarea, button').length), 1)
  })
  await site.press('Log in')
  await teller.seen(
    `${name}: nobody is paired yet; the app is told so, and where to begin.`,
    `${name}-no-signer`,
    site,
    async () => assert.equal((await troubleOn(site)).code, 'not-paired'),
  )
}

/** By QR code, read from pixels. */
export async function pair({ relay, phone, teller }: Stage, { name, machine }: Desk): Promise<void> {
  await useRelay(machine, relay.url)
  const before = await phone.clients()
  const panel = await machine.openPanel('#full')
  await teller.seen(
    `${name}: Lanyard shows a code, and a relay listens for the phone.`,
    `${name}-code`,
    panel,
    async () => {
      await sees(panel, 'Waiting for your signer')
      // bright and sharp once the code is final
      await until('the relay', () =>
        panel.evaluate(() =>
          [...document.querySelectorAll('li.now')].some(({ textContent }) =>
            textContent.includes('Waiting for your signer'),
          ),
        ),
      )
    },
  )
  await phone.scan(panel)
  await teller.seen('Phone: it read the code from the pixels, and asks its person.', 'phone-pairs', phone.screen, () =>
    phone.asks('Lanyard wants to connect'),
  )
  await panel.close()
  await phone.approve()
  const again = await machine.openPanel('#full')
  await teller.seen(`${name}: paired. Lanyard shows the phone's npub.`, `${name}-paired`, again, async () => {
    await sees(again, 'Your phone is paired')
    assert.equal(await read(again, '.paired code', 'title'), await phone.npub())
    assert.equal(await phone.clients(), before + 1)
  })
  await again.press('Go to Home')
  await again.close()
}

/**
 * Log in to the app by a proof that its server checks.
 * @param preset what Lanyard is to do with the app's requests from now on
 */
export async function logIn(stage: Stage, desk: Desk, preset: 'Everyday' | 'Ask every time'): Promise<void> {
  const { site: app, phone, teller, isClosed } = stage
  const { name, machine, site } = desk
  await site.goto(app.url)
  await sees(site, 'Log in')
  await site.press('Log in')
  const asking = await machine.approval()
  await teller.seen(
    `${name}: Lanyard asks whether the app may log in as Bob, and where.`,
    `${name}-asks-log-in`,
    asking,
    async () => {
      await sees(asking, 'This site wants to log in as you at this address:')
      await sees(asking, `${app.origin}/session`)
      await choose(asking, preset)
      await isAtRest(asking)
    },
  )
  await decide(machine, 'Allow and remember')
  await teller.seen('Phone: it asks whether to log in to this app.', 'phone-log-in', phone.screen, async () => {
    await phone.asks('Lanyard wants to log you in')
    await phone.sees(`POST ${app.origin}/session`)
  })
  await phone.approve()
  // a closed relay wants a log-in of its own, from the app
  if (isClosed) await logInAtRelay(stage, desk)
  await teller.seen(
    `${name}: the app's server has checked the proof, and lets him in.`,
    `${name}-in`,
    site,
    async () => {
      assert.equal(await read(site, '[data-npub]', 'data-npub'), await phone.npub())
      await sees(site, 'Logged in.')
    },
  )
}

async function logInAtRelay({ relay, phone, teller }: Stage, { name, machine }: Desk): Promise<void> {
  const asking = await machine.approval()
  const sentence = `${name}: the relay is closed; Lanyard asks whether the app may log in there, too.`
  await teller.seen(sentence, `${name}-asks-relay`, asking, async () => {
    await sees(asking, 'This site wants to log in as you at this relay:')
    await sees(asking, relay.url)
  })
  await decide(machine, 'Always allow this relay')
  await phone.asks('Lanyard wants to log you in')
  await phone.approve()
}
