import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import type { Rule } from '../policy/rule'
import { playBackground } from '../testing/background'
import { type Given, type Household, SITE } from '../testing/household'
import { keys } from '../testing/keys'
import type { Snapshot, Still } from '../wire/panel'

/** What a panel is shown that opens over a sleeping background. */

const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [], content: 'hello' }
const USER = keys(2)

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

const leftIn = ({ machine }: Household) => machine.disk.session.still as Still | null | undefined

/** A background that woke, had nothing to do, and has written it down. */
async function rested(given?: Given): Promise<Household> {
  const home = house(given)
  home.knock('wake', {})
  await home.pass(1_100)
  return home
}

describe('a still', () => {
  it('is what the next life says first', async () => {
    const home = await rested({ allowed: ['sign_event:1'] })
    const { snapshot } = leftIn(home) as Still
    await home.die()
    const panel = await home.panel()
    const said: Snapshot = { ...panel.snapshot(), takenAt: snapshot.takenAt }
    expect(snapshot).toEqual(said)
    expect(snapshot.sites).toMatchObject([{ origin: SITE, account: USER.pubkey }])
  })

  it('is left by each life, one that changed nothing too', async () => {
    const home = await rested()
    for (let life = 0; life < 2; life++) {
      await home.die()
      home.knock('wake', {})
      await home.pass(20)
      expect(leftIn(home)).toBeNull()
      await home.pass(1_100)
      expect(leftIn(home)).not.toBeNull()
    }
  })

  it('is gone with the first change, before a death could make it untrue', async () => {
    const home = await rested()
    expect(leftIn(home)).not.toBeNull()
    home.page(SITE).call('getPublicKey')
    await home.pass(20)
    expect(leftIn(home)).toBeNull()
    await home.die()
    expect((await home.panel()).snapshot().approvals).toHaveLength(1)
  })

  it('is left while a relay stays open for the next call, and shows it as a sleep will leave it', async () => {
    const home = house({ allowed: ['sign_event:1'] })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect(leftIn(home)).toBeNull()
    // what was delivered is kept for 2 s more
    await home.pass(3_200)
    expect(home.net.open().length).toBeGreaterThan(0)
    const [left] = leftIn(home)?.snapshot.accounts ?? []
    const [account] = (await home.panel()).snapshot().accounts
    expect(account?.lights.some(({ state }) => state === 'open')).toBe(true)
    expect(left?.answeredAt).toBe(account?.answeredAt)
    expect(left?.lights.map(({ state }) => state)).not.toContain('open')
  })

  it('is none where nobody is paired', async () => {
    expect(leftIn(await rested({ isPaired: false }))).toBeNull()
  })

  it('holds until the first of its rules runs out', async () => {
    const home = house()
    const [soon, late] = [Date.now() + 60_000, Date.now() + 3_600_000]
    const rule: Rule = { account: USER.pubkey, origin: SITE, permission: 'sign_event:1', allow: true, until: late }
    home.machine.disk.local.rules = [rule, { ...rule, permission: 'sign_event:7', until: soon }]
    home.knock('wake', {})
    await home.pass(1_100)
    expect(leftIn(home)?.until).toBe(soon)
    expect(leftIn(home)?.snapshot.sites[0]?.rules).toHaveLength(2)
  })
})
