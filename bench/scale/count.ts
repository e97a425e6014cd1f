import type { FakeClock } from '../../src/testing/clock'
import type { FakeRelay } from '../../src/testing/relay'

/** What one relay saw in one hour. Bytes are those of the JSON texts, without the frames of WebSocket and TLS. */
export interface Hour {
  connections: number
  /** Of all connections together: ms that they were open. */
  openMs: number
  reqs: number
  /** EVENTs that clients published. */
  eventsIn: number
  /** EVENTs that clients were sent. */
  eventsOut: number
  bytesIn: number
  bytesOut: number
}

export type Day = Hour[]

const HOURS = 24
const MS = 3_600_000

export const emptyDay = (): Day =>
  Array.from({ length: HOURS }, () => ({
    ...{ connections: 0, openMs: 0, reqs: 0, eventsIn: 0, eventsOut: 0, bytesIn: 0, bytesOut: 0 },
  }))

/** An OK and an EOSE as relays write them. */
const OK_BYTES = JSON.stringify(['OK', '0'.repeat(64), true, '']).length
const EOSE_BYTES = JSON.stringify(['EOSE', 'sub:1']).length
const CLOSE_BYTES = JSON.stringify(['CLOSE', 'sub:1']).length
/** ms between two looks whether a socket is alive (src/edges/awake.ts): a REQ, an EOSE, a CLOSE. */
const BEAT_MS = 20_000

/** The relay as our clients see it, counting into `day`. What signers do goes by another way and is not counted. */
export function counted(relay: FakeRelay, clock: FakeClock, midnight: number, day: Day): FakeRelay {
  const hour = (at = clock.now()): Hour => day[Math.floor((at - midnight) / MS) % HOURS] ?? (day[0] as Hour)
  const said = (message: unknown): number => JSON.stringify(message).length

  return {
    ...relay,
    connect(listener) {
      let openedAt: number | null = null
      let reqBytes = 0
      const end = () => {
        if (openedAt === null) return
        close(openedAt, clock.now(), reqBytes)
        openedAt = null
      }
      const socket = relay.connect({
        open() {
          openedAt = clock.now()
          hour().connections++
          listener.open()
        },
        closed(reason) {
          end()
          listener.closed(reason)
        },
        ok(...told) {
          hour().bytesOut += OK_BYTES
          listener.ok(...told)
        },
        event(event) {
          hour().eventsOut++
          hour().bytesOut += said(['EVENT', 'sub:1', event])
          listener.event(event)
        },
      })
      return {
        ...socket,
        publish(event) {
          hour().eventsIn++
          hour().bytesIn += said(['EVENT', event])
          socket.publish(event)
        },
        subscribe(filter) {
          reqBytes = said(['REQ', 'sub:1', filter])
          hour().reqs++
          hour().bytesIn += reqBytes
          hour().bytesOut += EOSE_BYTES
          socket.subscribe(filter)
        },
        close() {
          end()
          socket.close()
        },
      }
    },
  }

  /** Open time falls into the hours it was in; so do the looks whether it is alive. */
  function close(from: number, to: number, reqBytes: number): void {
    for (let at = from; at < to; ) {
      const next = Math.min(to, midnight + (Math.floor((at - midnight) / MS) + 1) * MS)
      hour(at).openMs += next - at
      at = next
    }
    for (let at = from + BEAT_MS; at < to; at += BEAT_MS) {
      hour(at).reqs++
      hour(at).bytesIn += reqBytes + CLOSE_BYTES
      hour(at).bytesOut += EOSE_BYTES
    }
  }
}
