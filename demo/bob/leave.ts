import { strict as assert } from 'node:assert'
import { click, pause, sees, until } from '../screen'
import { foundIn, type Keys } from './kept'
import { type Desk, type Stage, troubleOn } from './stage'

/** Log off on one machine: the signer is told, and nothing is left of the session. */
export async function logOff(
  { phone, teller, site: app }: Stage,
  { name, machine, site }: Desk,
  keys: Keys,
): Promise<void> {
  const clients = await phone.clients()
  // those who look find them as long as they are there
  const { client: _, ...stored } = keys
  assert.deepEqual(await foundIn(machine, stored), Object.keys(stored))
  const panel = await machine.openPanel('#full/account')
  await click(panel, 'summary', 'Log out…')
  await panel.press('Log out and erase the pairing')
  await teller.seen(
    `${name}: he logs off; no key of the session is left there.`,
    `${name}-logged-off`,
    panel,
    async () => {
      await sees(panel, 'No signer is paired with this browser.')
      await until('an empty storage', async () => (await foundIn(machine, { ...keys, app: app.origin })).length === 0)
    },
  )
  await panel.close()
  await teller.seen('Phone: it was told, and one machine less may ask it.', 'phone-told', phone.screen, async () => {
    await phone.hasHistory('Lanyard logged out')
    assert.equal(await phone.clients(), clients - 1)
  })
  await site.press('Post')
  await teller.seen(`${name}: the app's next call gets a clear error.`, `${name}-after-log-off`, site, async () =>
    assert.equal((await troubleOn(site)).code, 'not-paired'),
  )
}

/** Removed on the phone: Lanyard finds out at the next call, and says so on the page and in its panel. */
export async function beRemoved({ phone, teller }: Stage, { name, machine, site }: Desk): Promise<void> {
  await phone.removeClient()
  await teller.seen(`Phone: he removes the ${name.toLowerCase()} there.`, 'phone-removes', phone.screen, async () =>
    assert.equal(await phone.clients(), 0),
  )
  await site.press('Post')
  await teller.seen(
    `${name}: the next call ends at once, and the app is told why.`,
    `${name}-session-ended`,
    site,
    async () => {
      const { code, text } = await troubleOn(site)
      assert.equal(code, 'session-ended')
      assert.match(text, /no longer knows this browser/)
    },
  )
  const panel = await machine.openPanel('#full/home')
  await teller.seen(`${name}: Lanyard says it too, and offers to pair again.`, `${name}-notice`, panel, async () => {
    await sees(panel, 'Your signer no longer knows this browser. Pair again to sign; your rules are kept.')
    await sees(panel, 'Pair again')
  })
  await panel.close()
}

/** A signer that does not even answer strangers, as Amber does since each connection has a key of its own. */
export async function meetSilence({ phone, teller }: Stage, { name, machine, site }: Desk): Promise<void> {
  await phone.beSilentToStrangers()
  await site.press('Post')
  const panel = await machine.openPanel('#full/home')
  const sentence = `${name}: where the signer is silent instead, Lanyard says so, what may help, and until when it waits.`
  await teller.seen(sentence, `${name}-silence`, panel, async () => {
    await sees(panel, 'Open your signer and keep it in front.', 25_000)
    await sees(panel, 'Lanyard waits until')
  })
  await panel.press('Cancel: Sign: article')
  await panel.close()
  await teller.seen(
    `${name}: canceled there, the call ends on the page as well.`,
    `${name}-canceled`,
    site,
    async () => {
      await pause(0)
      assert.equal((await troubleOn(site)).code, 'cancelled')
    },
  )
}
