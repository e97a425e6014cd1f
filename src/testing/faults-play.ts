import type { Snapshot } from '../wire/panel'
import type { Fault } from './faults'
import { givenFor, lines, MOMENT_IDS, MOMENTS, type Moment, type Waiting } from './faults-moments'
import type { Given, Household, Panel } from './household'
import type { FakeRelay } from './relay'

/** What came of a fault at one moment of a call, and what the background left behind. */
interface Seen {
  /** `answer`, a code, or `let go` where nobody is left to be told; after how long, where a person would notice. */
  cell: string
  /** What the panel showed of it after ten seconds of waiting. */
  shown: string | null
  /** Outcomes that the page was given. */
  told: number
  /** How often the phone's person was asked. */
  asked: number
  left: { timers: number; sockets: string[]; alarms: string[]; calls: string[]; requests: string[] }
}

/** Longer than anything may wait: a QR code, which is listened for longest. */
const LONGEST = 16 * 60_000
/** Longer than anything is kept after its end. */
const AFTER = 150_000

/** Let a fault strike at a moment, and see how it ends. */
async function play(home: Household, fault: Fault, moment: Moment, ill: readonly FakeRelay[]): Promise<Seen> {
  const waiting = await MOMENTS[moment](home)
  await fault.strike(home, ill, waiting.page)
  await waiting.act()
  const start = Date.now()
  await fault.after?.(home)
  const { ending, shown, ms } = await wait(home, waiting, start)
  waiting.page?.leave()
  await home.pass(AFTER)
  return {
    ...{ cell: ending + lasting(ms), shown, told: waiting.page?.told() ?? 0 },
    asked: home.signer.heard.filter(({ method }) => method === 'sign_event').length,
    left: leftBehind(home),
  }
}

async function wait(home: Household, waiting: Waiting, start: number) {
  const seen: string[] = []
  let panel: Panel | null = null
  for (;;) {
    const ending = await waiting.ending()
    const ms = Date.now() - start
    if (ending !== null || ms > LONGEST) {
      panel?.close()
      return { ending: ending ?? 'NEVER', shown: mostly(seen), ms }
    }
    // the person looks for two seconds
    if (seen.length === 8) panel?.close()
    else if (ms > 10_000 && home.machine.isAlive()) {
      panel ??= await home.panel()
      seen.push(shownIn(panel.snapshot()))
    }
    await home.pass(ms < 16_000 ? 250 : ms < 90_000 ? 1_000 : 10_000)
  }
}

/** What was seen most, of a second at least: less is not read. */
function mostly(seen: readonly string[]): string | null {
  const count = (text: string) => seen.filter((other) => other === text).length
  const [most] = [...seen].sort((a, b) => count(b) - count(a))
  return most !== undefined && seen.length >= 4 ? most : null
}

function shownIn({ pairing, pending, approvals }: Snapshot): string {
  const [call] = pending
  if (call) {
    const { stage, takenBy, relays, presence, trouble } = call
    return [stage, `${takenBy}/${relays}`, presence === 'unknown' ? [] : presence, trouble?.code ?? []].flat().join(' ')
  }
  return pairing ? `pairing: ${pairing.stage}` : approvals.length > 0 ? 'approval' : 'nothing'
}

/** Nothing up to ten seconds, then to the next five seconds or minute. */
function lasting(ms: number): string {
  if (ms <= 10_000) return ''
  return ms < 90_000 ? ` ${Math.round(ms / 5_000) * 5} s` : ` ${Math.round(ms / 60_000)} min`
}

const leftBehind = (home: Household): Seen['left'] => ({
  ...{ timers: home.timers(), sockets: home.net.open(), alarms: [...home.machine.alarms] },
  calls: Object.keys(home.machine.disk.session).filter((key) => key.startsWith('call:')),
  requests: lines(home).flatMap(({ requests }) => Object.keys(requests)),
})

/** What no fault may ever bring about. @returns the laws that were broken */
function broken({ cell, told, asked, left }: Seen, moment: Moment): string[] {
  const isForPage = moment !== 'pairing' && cell !== 'let go'
  const laws: [string, boolean][] = [
    ['it ends, and with nothing unchecked', !/[A-Z]{2}/.test(cell)],
    ['its page is told once, or is gone', told === (isForPage ? 1 : 0)],
    ['nobody is asked twice at the phone', asked <= 1],
    ['no timer is left', left.timers === 0],
    ['no socket is left', left.sockets.length === 0],
    ['the background may sleep', left.alarms.length === 0],
    ['the journal holds no call', left.calls.length === 0],
    ['the journal holds no request', left.requests.length === 0],
  ]
  return laws.flatMap(([law, holds]) => (holds ? [] : law))
}

/** A fault at each moment: what the table says of it, and which laws were broken where. */
export async function playRow(fault: Fault | undefined, ill: number, house: (given: Given) => Household) {
  if (!fault) throw new Error('no such fault')
  const cells: Partial<Record<Moment, string>> = {}
  const shown = new Set<string>()
  const laws: string[] = []
  for (const moment of MOMENT_IDS) {
    const home = house(givenFor(moment))
    const seen = await play(home, fault, moment, home.relays.slice(0, ill))
    cells[moment] = seen.cell
    if (seen.shown !== null) shown.add(seen.shown)
    laws.push(...broken(seen, moment))
  }
  return { cells, shown: [...shown].join('; '), broken: [...new Set(laws)] }
}
