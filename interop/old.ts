import { ConnectURI, NostrSigner } from '@nostr-connect/connect'
import { startRelay } from '../demo/relay/relay'
import { bringWebSocket } from '../e2e/signers/outside'
import { newSecretKey } from '../src/edges/random'
import { publicKeyOf } from '../src/protocol/envelope'
import { drive, paste, showQr, until } from './driver'

bringWebSocket()

/** A signer as its authors' guide shows it: the methods of a request are those of the object. */
class Signer2023 extends NostrSigner {
  async get_public_key(): Promise<string> {
    return this.self.pubkey
  }
}

/** The protocol of 2023 by QR: it sends a request of its own where an answer with the secret is due. */
export async function oldByQr(): Promise<string> {
  const relay = await startRelay()
  const desk = drive(showQr(relay.url), 6_000)
  try {
    await until(() => desk.line().open.length > 0, 5_000)
    const token = desk.line().pairing?.token ?? ''
    const refusal = readError(token)
    const metadata = encodeURIComponent(JSON.stringify({ name: 'Lanyard' }))
    await ConnectURI.fromURI(`${token}&metadata=${metadata}`).approve(newSecretKey())
    if (!(await until(() => desk.line().ignored > 0, 5_000))) throw new Error('its request never came')
    if (desk.line().pairing?.stage !== 'waiting') throw new Error('it paired')
    return `Our QR code it does not read (“${refusal}”). Given one with \`metadata=\` it sends a \`connect\` request, which is no answer: ignored, we go on waiting.`
  } finally {
    desk.leave()
    await relay.close()
  }
}

function readError(token: string): string {
  try {
    ConnectURI.fromURI(token)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

/** By a pasted token: NIP-44 it cannot read, the second try in NIP-04 it answers. */
export async function oldByBunker(): Promise<string> {
  const relay = await startRelay()
  const secretKey = newSecretKey()
  await new Signer2023({ relay: relay.url, secretKey }).listen()
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
