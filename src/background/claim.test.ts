import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { seal } from '../protocol/envelope'
import { playBackground } from '../testing/background'
import { type Household, type Panel, SITE } from '../testing/household'
import { type Keys, keys } from '../testing/keys'
import { showCode } from '../testing/pairing'

/** A signer of 2023, from its claim to its disconnect, with the background around it. */

const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [], content: 'hello' }
const STRANGER = keys(77)

const play = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })
const OLD = { isOneKey: true, reads: 'nip04', writes: 'nip04', greets: 'connect-request' } as const
const house = () => play({ isPaired: false, manner: OLD })

const claimants = (panel: Panel) => panel.snapshot().pairing?.claims.map(({ remoteSigner }) => remoteSigner) ?? []
const pairingId = (panel: Panel) => panel.snapshot().pairing?.id ?? ''

/** A request of the older kind from `who` to our client key. */
function send({ relays }: Household, client: string, who: Keys, method: string): void {
  const request = { id: '1', method, params: method === 'connect' ? [who.pubkey] : [] }
  const event = seal(
    { clientSecretKey: who.secret, peer: client },
    'nip04',
    JSON.stringify(request),
    Math.floor(Date.now() / 1000),
  )
  const nothing = () => {}
  const socket = relays[0]?.connect({
    open: () => socket?.publish(event),
    closed: nothing,
    ok: nothing,
    event: nothing,
  })
}

/** Scanned and confirmed. @returns our client's public key */
async function paired(home: Household, panel: Panel): Promise<string> {
  const token = await showCode(home, panel)
  home.signer.scan(token)
  await home.until(() => claimants(panel).length === 1)
  await panel.run('confirmSigner', pairingId(panel), home.signer.pubkey)
  await home.until(() => panel.snapshot().pairing?.stage === 'paired')
  return new URL(token.replace('nostrconnect:', 'https:')).host
}

describe('a signer that cannot prove that it read the code', () => {
  it('waits for the person, through the worker’s death, and is paired by their word only', async () => {
    const home = house()
    const panel = await home.panel()
    home.signer.scan(await showCode(home, panel))
    await home.until(() => claimants(panel).length === 1)
    expect(home.machine.badge).toBe('1')
    await home.die()
    const later = await home.panel()
    expect(claimants(later)).toEqual([home.signer.pubkey])
    expect(later.snapshot().accounts).toEqual([])
    expect(JSON.stringify(home.machine.disk.local)).not.toContain(home.signer.pubkey)
    await later.run('confirmSigner', 'another pairing', home.signer.pubkey)
    await later.run('confirmSigner', pairingId(later), STRANGER.pubkey)
    expect(claimants(later)).toEqual([home.signer.pubkey])
    await later.run('confirmSigner', pairingId(later), home.signer.pubkey)
    await home.until(() => later.snapshot().pairing?.stage === 'paired')
    expect(later.snapshot().accounts).toMatchObject([{ user: home.signer.pubkey, cipher: 'nip04', endedAt: null }])
    expect(home.machine.badge).toBe('')
  })

  it('is told from another who claims to be it', async () => {
    const home = house()
    const panel = await home.panel()
    const token = await showCode(home, panel)
    send(home, pairingId(panel), STRANGER, 'connect')
    await home.until(() => claimants(panel).length === 1)
    home.signer.scan(token)
    await home.until(() => claimants(panel).length === 2)
    await panel.run('disownSigner', pairingId(panel), STRANGER.pubkey)
    expect(claimants(panel)).toEqual([home.signer.pubkey])
  })

  it('ends its session by disconnect: the person is told, once, and it stays ended in the next browser', async () => {
    const home = house()
    const panel = await home.panel()
    const client = await paired(home, panel)
    await panel.run('setRule', home.signer.pubkey, SITE, 'sign_event:1', { kind: 'always' })
    const signed = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => signed() !== null)
    expect(signed()).toMatchObject({ ok: true })
    send(home, client, STRANGER, 'disconnect')
    await home.pass(500)
    expect(panel.snapshot().accounts[0]?.endedAt).toBeNull()
    send(home, client, home.signer.user, 'disconnect')
    await home.until(() => panel.snapshot().accounts[0]?.endedAt !== null)
    expect(panel.snapshot().notices).toMatchObject([{ code: 'signed-out', account: home.signer.user.pubkey }])
    await home.quit()
    const asked = home.signer.heard.length
    const late = home.page(SITE).call('signEvent', { ...NOTE, content: 'late' })
    await home.until(() => late() !== null)
    expect(late()).toMatchObject({ ok: false, error: { code: 'session-ended' } })
    const next = await home.panel()
    expect(next.snapshot().notices.map(({ code }) => code)).toEqual(['signed-out'])
    expect(home.signer.heard).toHaveLength(asked)
    // paired again it is no longer so
    await paired(home, next)
    expect(next.snapshot().notices).toEqual([])
  })
})
