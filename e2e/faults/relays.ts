import { expect } from '@playwright/test'
import type { BadWire, WireFaults } from '../harness/bad-wire'
import { type Play, type Scene, type Setting, sign, soon, whileThePhoneThinks } from './scene'

/** ms each way of a slow relay. A pairing takes three ways, so one that leans on this relay takes three times as long. */
const SLOW = 3_000
/** Longer than anything takes that waits for nobody; Lanyard gives a blackholed relay 10 s, and all of them 30 s (ms). */
const AT_ONCE = 3 * SLOW
/** ms that a relay's word that it is too much is not believed to be its last. */
const A_WHILE = 40_000

/** Relays keep ephemeral events for a while, as strfry does: an answer that came while nobody listened is found. */
const KEEPS = { keepsEphemeral: true }

/** Refusals as relays word them. */
const REFUSALS = {
  'refuses-rate': 'rate-limited: you are noting too much',
  'refuses-restricted': 'restricted: for members only',
  'refuses-blocked': 'blocked: you are banned here',
  'refuses-work': 'pow: 26 bits are needed',
  'refuses-error': 'error: could not connect to the database',
  'refuses-clock': 'invalid: event creation date is too far off from the current time',
}

/** All but the one that is asked again. */
const AT_ONCE_REFUSED = (Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]).filter((fault) => fault !== 'refuses-rate')

/** The first may be dead, the second bad in another way, the third is always good. */
type Three = [BadWire, BadWire, BadWire]
const three = ({ wires }: Pick<Scene['stage'], 'wires'>) => wires as Three

function blackhole(wire: BadWire): Promise<void> {
  wire.faults.isBlackhole = true
  wire.cut()
  // Lanyard has tried again, and hangs there
  return expect.poll(() => wire.held()).toBe(1)
}

const makeBad = (wires: BadWire[], faults: Partial<WireFaults>): void => {
  for (const wire of wires) Object.assign(wire.faults, faults)
}

const withOne =
  (faults: Partial<WireFaults>, text: string): Play =>
  async (scene) => {
    makeBad([three(scene.stage)[1]], faults)
    return soon(AT_ONCE, sign(scene, text))
  }

/** One relay of three is bad, or two are; one good one is all it takes. */
export const ONE_IS_BAD: Setting = {
  stage: { wires: 3, relay: KEEPS },
  pairs: {
    name: 'blackhole pairing one',
    async play(stage) {
      const [dead, slow] = three(stage)
      dead.faults.isBlackhole = true
      slow.faults.latency = SLOW
      await soon(AT_ONCE, stage.pairByQr())
      expect(dead.held()).toBe(1)
    },
  },
  plays: {
    async 'blackhole connecting one'(scene) {
      const [dead, refusing] = three(scene.stage)
      await blackhole(dead)
      refusing.faults.refuses = REFUSALS['refuses-blocked']
      return soon(AT_ONCE, sign(scene, 'two are bad'))
    },
    'slow connecting one': withOne({ latency: SLOW }, 'slow'),
    'silent-accept connecting one': withOne({ isMute: true }, 'mute'),
    'refuses-rate connecting one': withOne({ refuses: REFUSALS['refuses-rate'] }, 'refused'),
    'loss answered one': (scene) =>
      whileThePhoneThinks(scene, () => makeBad([three(scene.stage)[1]], { loses: true }), 'lost on one'),
  },
}

const refusedByAll =
  (fault: keyof typeof REFUSALS): Play =>
  async (scene) => {
    makeBad(scene.stage.wires, { refuses: REFUSALS[fault] })
    // what is too much now may not be in a while
    const [least, most] = fault === 'refuses-rate' ? [AT_ONCE, A_WHILE] : [0, AT_ONCE]
    return soon(most, sign(scene, fault), least)
  }

const toEach = ({ stage }: Scene, strike: 'cut' | 'freeze'): void => {
  for (const wire of stage.wires) wire[strike]()
}

/** Ten answers at once, each over both relays: what is out of order, doubled or mixed with noise must not be mixed up. */
const TEN = Array.from('abcdefghij') as [string, ...string[]]

const answeredThrough =
  (faults: Partial<WireFaults>): Play =>
  (scene) =>
    whileThePhoneThinks(scene, () => makeBad(scene.stage.wires, faults), ...TEN)

/** The answer is lost on both. The person looks where it stays: a panel that opens has the relays asked what they kept. */
async function lostOnAll(scene: Scene): Promise<string> {
  const { lanyard, stage } = scene
  const passed = () => stage.relay.find({ kinds: [24_133] }).length
  let before = Number.POSITIVE_INFINITY
  const strike = () => {
    before = passed()
    makeBad(stage.wires, { loses: true })
  }
  const ending = whileThePhoneThinks(scene, strike, 'lost on all')
  await expect.poll(() => passed() > before).toBe(true)
  for (const wire of stage.wires) wire.heal()
  const panel = await lanyard.openPanel('#full')
  const outcome = await ending
  await panel.close()
  return outcome
}

/** Both relays of the session are bad in the same way. */
export const ALL_ARE_BAD: Setting = {
  stage: { wires: 2, relay: KEEPS },
  pairs: {
    name: 'no-eose pairing all',
    async play(stage) {
      makeBad(stage.wires, { hidesEose: true })
      await soon(AT_ONCE, stage.pairByQr())
    },
  },
  plays: {
    ...Object.fromEntries(AT_ONCE_REFUSED.map((fault) => [`${fault} connecting all`, refusedByAll(fault)])),
    'duplicates answered all': answeredThrough({ duplicates: true }),
    'reordering answered all': answeredThrough({ overtakes: 150 }),
    'garbage answered all': answeredThrough({ garbage: true }),
    'loss answered all': lostOnAll,
    'sudden-close published all': (scene) => whileThePhoneThinks(scene, () => toEach(scene, 'cut'), 'cut'),
    // found by the heartbeat: every 20 s while something is in flight, and 6 s for a sign of life
    'half-open published all': (scene) => whileThePhoneThinks(scene, () => toEach(scene, 'freeze'), 'half-open'),
  },
  aside: { name: 'refuses-rate connecting all', play: refusedByAll('refuses-rate') },
}

/** A relay that serves nobody who has not logged in. */
export const CLOSED: Setting = {
  stage: { relay: { closed: true } },
  pairs: { name: 'demands-auth pairing all', play: (stage) => stage.pairByQr() },
  plays: { 'demands-auth connecting all': (scene) => sign(scene, 'inside') },
}
