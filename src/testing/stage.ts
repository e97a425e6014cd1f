import type { Line } from '../signer/line'
import { bunkerLine, qrLine } from '../signer/lines'
import type { Options } from '../signer/times'
import { type FakeClock, fakeClock, seeded } from './clock'
import { keys } from './keys'
import type { Manner } from './manner'
import { type FakeRelay, type Faults, fakeRelay } from './relay'
import { type FakeSigner, fakeSigner } from './signer'
import { type World, world } from './world'

/** Clock, relays, signer and line, set up to play. */
export interface Stage {
  clock: FakeClock
  relays: FakeRelay[]
  signer: FakeSigner
  world: World
}

export interface Props {
  flow?: 'qr' | 'bunker'
  manner?: Partial<Manner>
  /** One relay per entry. */
  faults?: Partial<Faults>[]
  options?: Options
  seed?: number
}

export const SECRET = 'Secret0123456789'
export const CLIENT_KEYS = keys(10)

/** A pairing about to begin; in the QR flow the signer has not scanned yet. */
export function stage({ flow = 'qr', manner, faults = [{}, {}], options, seed = 1 }: Props = {}): Stage {
  const clock = fakeClock()
  const random = seeded(seed)
  const relays = faults.map((fault, n) => fakeRelay(`wss://relay${n}.example`, clock, random, fault))
  const signer = fakeSigner(clock, relays, manner)
  const start = { id: 'line', clientSecretKey: CLIENT_KEYS.secret }
  const line: Line =
    flow === 'qr'
      ? qrLine({ ...start, relays: relays.map(({ url }) => url), secret: SECRET }, clock.now())
      : bunkerLine({ ...start, token: signer.token(SECRET) }, clock.now())
  return { clock, relays, signer, world: world(clock, relays, line, options) }
}

/** Let the signer scan the QR code that the line shows. */
export const scan = ({ signer, world }: Stage): void => signer.scan(world.line().pairing?.token ?? '')

/** A paired line with nothing in flight; the signer behaves as `manner` from then on. */
export function pairedStage({ manner, ...props }: Props = {}): Stage {
  const set = stage(props)
  set.clock.advance(100)
  if (props.flow !== 'bunker') scan(set)
  const isReady = set.clock.until(() => set.world.line().user !== null && set.world.sockets().length === 0, 60_000)
  if (!isReady) throw new Error(`pairing did not end: ${JSON.stringify(set.world.line().pairing)}`)
  set.world.effects.length = 0
  set.signer.heard.length = 0
  Object.assign(set.signer.manner, manner)
  return set
}
