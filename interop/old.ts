import { ConnectURI, NostrSigner } from '@nostr-connect/connect'
import { type LocalRelay, startRelay } from '../demo/relay/relay'
import { nostrConnectSigner, type OldSigner } from '../e2e/signers/nostr-connect'
import { pause } from '../src/edges/clock'
import { newSecretKey } from '../src/edges/random'
import { publicKeyOf } from '../src/protocol/envelope'
import { claimsOf } from '../src/signer/claim'
import { type Desk, drive, paste, showQr, until } from './driver'
import { settled, words } from './meeting'

/** Our code on a relay, and the package at the other end; what is told is a sentence of docs/signers.md. */
async function meeting(play: (desk: Desk, signer: OldSigner, relay: LocalRelay) => Promise<string>): Promise<string> {
  const relay = await startRelay()
  const signer = await nostrConnectSigner(relay.url)
  const desk = drive(showQr(relay.url), 6_000)
  try {
    const isShown = await until(() => desk.line().pairing?.stage === 'waiting', 5_000)
    if (!isShown) throw new Error('no code')
    return await play(desk, signer, relay)
  } finally {
    desk.leave()
    await signer.stop()
    await relay.close()
  }
}

const keysOf = (desk: Desk): string[] => claimsOf(desk.line()).map(({ remoteSigner }) => remoteSigner)

async function claimed(desk: Desk, count: number): Promise<void> {
  if (!(await until(() => keysOf(desk).length === count, 5_000))) throw new Error(`claims: ${keysOf(desk).length}`)
}

/** Somebody who knows nothing but our public key, which relays see in a REQ. */
const intrude = (desk: Desk, relay: LocalRelay): Promise<void> =>
  new ConnectURI({ target: desk.line().clientPubkey, relay: relay.url, metadata: { name: 'x' } }).approve(
    newSecretKey(),
  )

/** Nothing may have gone out to anybody: what we publish before is to ourselves. */
function isUntold(desk: Desk, relay: LocalRelay): boolean {
  const { clientPubkey } = desk.line()
  return relay.frames.every(({ message }) => {
    const [verb, event] = message as [string, { pubkey: string; tags: string[][] }]
    return verb !== 'EVENT' || event.pubkey !== clientPubkey || event.tags[0]?.[1] === clientPubkey
  })
}

async function sign(desk: Desk): Promise<string> {
  const template = { kind: 1, created_at: 1_763_800_000, tags: [['t', 'a']], content: 'hello, “wörld”\n🔑' }
  return words(await settled(desk.ask('sign_event', [JSON.stringify(template)])))
}

async function confirm(desk: Desk, key: string): Promise<void> {
  desk.feed({ type: 'confirm', remoteSigner: key })
  const isPaired = await until(() => desk.line().pairing?.stage === 'paired', 8_000)
  if (!isPaired || desk.line().user !== key) throw new Error(`not paired: ${JSON.stringify(desk.line().pairing)}`)
}

/** The protocol of 2023 by QR: it sends a request of its own where an answer with the secret is due. */
export const oldByQr = (): Promise<string> =>
  meeting(async (desk, signer, relay) => {
    await signer.scan(desk.line().pairing?.token ?? '')
    await claimed(desk, 1)
    await pause(500)
    if (desk.line().peer !== null || !isUntold(desk, relay)) throw new Error('it paired, or was answered')
    await confirm(desk, signer.user)
    const said = await sign(desk)
    if (said !== 'yes') throw new Error(said)
    const sealing = words(await settled(desk.ask('nip44_encrypt', [signer.user, 'x'])))
    return (
      'It reads our QR code, and sends a `connect` request in NIP-04: nothing is paired, and nothing is sent, before its person has compared its key. Then it signs: `sign_event` with an event that is an object, answered by one. ' +
      `It has no NIP-44: \`nip44_encrypt\` ends as ${sealing}.`
    )
  })

export const oldAmongOthers = (): Promise<string> =>
  meeting(async (desk, signer, relay) => {
    const token = desk.line().pairing?.token ?? ''
    for (const count of [1, 2, 3]) {
      await intrude(desk, relay)
      await claimed(desk, count)
    }
    await signer.scan(token)
    await pause(500)
    if (keysOf(desk).includes(signer.user)) throw new Error('a fourth was taken')
    for (const key of keysOf(desk)) desk.feed({ type: 'disown', remoteSigner: key })
    await signer.scan(token)
    await claimed(desk, 1)
    await confirm(desk, signer.user)
    return 'Three keys that only knew our public key came first: a fourth is not heard until they are refused, then it pairs when its person approves once more.'
  })

export const oldDisconnects = (): Promise<string> =>
  meeting(async (desk, signer) => {
    await signer.scan(desk.line().pairing?.token ?? '')
    await claimed(desk, 1)
    await confirm(desk, signer.user)
    signer.hold()
    const waiting = desk.ask('sign_event', [JSON.stringify({ kind: 1, created_at: 1, tags: [], content: 'x' })])
    await until(() => signer.heard.includes('sign_event'), 5_000)
    await signer.disconnect()
    const said = [words(await settled(waiting)), await sign(desk)]
    if (said.some((word) => word !== 'session-ended')) throw new Error(said.join())
    return 'Its `disconnect` ends the session: what waits for it, and every later call, fails as `session-ended`.'
  })

export const oldIsLeft = (): Promise<string> =>
  meeting(async (desk, signer) => {
    await signer.scan(desk.line().pairing?.token ?? '')
    await claimed(desk, 1)
    await confirm(desk, signer.user)
    const said = words(await settled(desk.ask('logout')))
    if (said !== 'yes' || !signer.heard.includes('disconnect')) throw new Error(said)
    return 'A log-out here is a `disconnect` there.'
  })

/** By a pasted token: NIP-44 it cannot read, the second try in NIP-04 it answers. */
export async function oldByBunker(): Promise<string> {
  const relay = await startRelay()
  const secretKey = newSecretKey()
  await new NostrSigner({ relay: relay.url, secretKey }).listen()
  const desk = drive(paste(`bunker://${publicKeyOf(secretKey)}?relay=${encodeURIComponent(relay.url)}`), 6_000)
  try {
    if (!(await until(() => desk.line().pairing?.stage === 'failed', 25_000))) throw new Error('hangs, or paired')
    const { code } = desk.line().pairing?.error ?? {}
    if (desk.came[0]?.cipher !== 'nip04') throw new Error('it read NIP-44')
    return `As a \`bunker://\` it is silent to a NIP-44 \`connect\`; to the second one, 15 s later in NIP-04, it answers an error, for it knows no \`connect\`: \`${code}\`.`
  } finally {
    desk.leave()
    await relay.close()
  }
}
