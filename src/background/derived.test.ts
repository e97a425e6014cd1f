import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import type { Line } from '../signer/line'
import { playBackground } from '../testing/background'
import { type Household, SITE } from '../testing/household'
import { keys } from '../testing/keys'

/** The key of a line, derived by one life of the background and kept for the next. */

const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [], content: 'hello' }
const ALLOWED = { allowed: ['sign_event:1'] }

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

const lineIn = ({ machine }: Household): [name: string, line: Line] => {
  const [found] = Object.entries(machine.disk.session).filter(([name]) => name.startsWith('line:'))
  return found as [string, Line]
}

/** A life that had a signature, is over, and left this. */
async function signedOnce(): Promise<Household> {
  const home = house(ALLOWED)
  const outcome = home.page(SITE).call('signEvent', NOTE)
  await home.until(() => outcome() !== null)
  await home.pass(3_000)
  await home.die()
  return home
}

/** Does a signature come within some seconds? */
async function signs(home: Household): Promise<boolean> {
  const outcome = home.page(SITE).call('signEvent', { ...NOTE, content: 'again' })
  await home.pass(5_000)
  return outcome()?.ok === true
}

describe('the key of a line', () => {
  it('is kept once it was needed, and not before', async () => {
    const home = house(ALLOWED)
    home.knock('wake', {})
    await home.pass(1_000)
    expect(lineIn(home)[1].derived).toBeUndefined()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    await home.pass(100)
    const [, { derived, peer }] = lineIn(home)
    expect(derived).toEqual({ peer, key: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('is what the next life enciphers with', async () => {
    const home = await signedOnce()
    expect(await signs(home)).toBe(true)
    await home.die()
    const [name, line] = lineIn(home)
    home.machine.disk.session[name] = { ...line, derived: { ...line.derived, key: '11'.repeat(32) } }
    // which nobody can read, so it was not derived anew
    expect(await signs(home)).toBe(false)
  })

  it.each<[string, unknown]>([
    ['of another signer', { peer: keys(9).pubkey, key: '11'.repeat(32) }],
    ['that is none', { peer: '', key: 'x' }],
    ['that is missing', undefined],
  ])('%s is derived anew', async (_, derived) => {
    const home = await signedOnce()
    const [name, line] = lineIn(home)
    home.machine.disk.session[name] = { ...line, derived }
    expect(await signs(home)).toBe(true)
  })

  it('is gone with its account', async () => {
    const home = await signedOnce()
    const panel = await home.panel()
    const { key } = lineIn(home)[1].derived as { key: string }
    await panel.run('logOut', home.signer.user.pubkey)
    await home.pass(20_000)
    expect(JSON.stringify(home.machine.disk)).not.toContain(key)
  })
})
