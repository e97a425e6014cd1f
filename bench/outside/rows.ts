import { setTimeout as pause } from 'node:timers/promises'
import { bringWebSocket } from '../../e2e/signers/outside'
import { alternate, median } from '../measure'
import type { Stage } from '../world/stage'
import { CLIENTS, type Client, type Make } from './clients'

/** A row of the second table: libraries in Node, without a browser. By the name of the client; null: it did not come to an end. */
export interface OutsideRow {
  id: string
  name: string
  unit: 'ms' | 'frames'
  values: Record<string, number | null>
}

interface Place {
  name: string
  make: () => Promise<Client>
}

const HUNDREDS = 200
/** ms after which a client is given up. */
const PATIENCE = 30_000

const timed = async (task: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  const over = new AbortController()
  const late = pause(PATIENCE, Number.NaN, { signal: over.signal }).catch(() => Number.NaN)
  const ms = await Promise.race([task().then(() => performance.now() - start), late])
  over.abort()
  return ms
}

const fresh = (): string => crypto.randomUUID()

function placesOf({ relayUrl, who }: Stage): Place[] {
  const { remoteSigner, user } = who
  return Object.entries(CLIENTS).map(([name, make]: [string, Make]) => {
    const secretKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')
    const pairing = { secretKey, remoteSigner, user, relay: `${relayUrl}/${name}` }
    return { name, make: async () => make(pairing) }
  })
}

const valuesOf = (samples: Record<string, number[]>): OutsideRow['values'] =>
  Object.fromEntries(
    Object.entries(samples).map(([name, list]) => [name, list.some(Number.isNaN) ? null : median(list)]),
  )

async function warm(places: Place[], rounds: number, delay: number): Promise<OutsideRow> {
  const clients = new Map<string, Client>()
  for (const { name, make } of places) clients.set(name, await make())
  const sign = ({ name }: Place) => timed(async () => clients.get(name)?.sign(fresh()))
  for (const place of places) for (let call = 0; call < 3; call++) await sign(place)
  const values = valuesOf(await alternate(places, rounds, sign))
  for (const client of clients.values()) await client.close()
  return { id: `outside-warm-${delay}`, name: `warm sign_event, delay ${delay} ms`, unit: 'ms', values }
}

/** From nothing but keys to the first signature. */
async function cold(places: Place[], rounds: number, delay: number): Promise<OutsideRow> {
  const samples = await alternate(places, rounds, async ({ make }) => {
    let client: Client | null = null
    const ms = await timed(async () => {
      client = await make()
      await client.sign(fresh())
    })
    await (client as Client | null)?.close()
    await pause(50)
    return ms
  })
  const name = `first sign_event, no connection yet, delay ${delay} ms`
  return { id: `outside-cold-${delay}`, name, unit: 'ms', values: valuesOf(samples) }
}

async function decrypts({ signer, relay, who }: Stage, places: Place[], rounds: number): Promise<OutsideRow[]> {
  const frames: Record<string, number[]> = {}
  const samples = await alternate(places, rounds, async ({ name, make }) => {
    const client = await make()
    await client.sign(fresh())
    const texts = await signer.write(HUNDREDS)
    await relay.take(name)
    const ms = await timed(() => Promise.all(texts.map((text) => client.decrypt(who.friend, text))))
    const { published, delivered } = await relay.take(name)
    frames[name] = [...(frames[name] ?? []), published + delivered]
    await client.close()
    return ms
  })
  const name = `${HUNDREDS} nip44_decrypt at once`
  return [
    { id: 'outside-decrypt', name, unit: 'ms', values: valuesOf(samples) },
    { id: 'outside-frames', name: `${name}, frames`, unit: 'frames', values: valuesOf(frames) },
  ]
}

/** What libraries do with the same relay and the same signer; the first column is the floor outside the browser. */
export async function measureOutside(stage: Stage, rounds: number): Promise<OutsideRow[]> {
  bringWebSocket()
  const places = placesOf(stage)
  const rows: OutsideRow[] = []
  for (const delay of [0, 25]) {
    await stage.relay.slow(delay)
    rows.push(await warm(places, rounds, delay), await cold(places, rounds, delay))
  }
  await stage.relay.slow(0)
  return [...rows, ...(await decrypts(stage, places, Math.max(2, rounds >> 1)))]
}
