import { fail, succeed } from '../../src/protocol/error'
import type { RelayView, TraceEntry } from '../../src/wire/panel'
import { account, NOW, paired, pairing, relays, snapshot } from './snapshots'
import type { Story } from './stories'

type Health = NonNullable<RelayView['health']>

const health = (part: Partial<Health> = {}): Health => ({
  ...{ at: NOW - 4_000, writes: true, reads: true, auth: false, clockOff: false, roundTrip: 120 },
  ...part,
})

const light = (url: string, part: Partial<RelayView>): RelayView => ({
  ...{ url: `wss://${url}`, state: 'open', trouble: null, health: null },
  ...part,
})

/** One relay of every sort. */
const SORTS: RelayView[] = [
  light('quick.example', { health: health({ roundTrip: 48 }) }),
  light('members.example', { health: health({ auth: true, roundTrip: 1_310 }) }),
  light('checking.example', { health: health({ writes: null, reads: null, roundTrip: null }) }),
  light('unread.example', { health: health({ reads: false, roundTrip: null }) }),
  light('silent.example', { health: health({ writes: false, reads: false, roundTrip: null }) }),
  light('clock.example', {
    health: health({ writes: false, reads: false, clockOff: true, roundTrip: null }),
    trouble: { code: 'clock-off', detail: 'invalid: created_at too late' },
  }),
  light('refusing.example', {
    health: health({ writes: false, reads: false, roundTrip: null }),
    trouble: {
      code: 'relay-restricted',
      detail: 'restricted: this relay takes members only, see https://example.com/join',
    },
  }),
  light('gone.example', { state: 'closed', trouble: { code: 'no-relay', detail: 'connection failed' } }),
  light('shut.example', { state: 'closed', trouble: { code: 'relay-auth', detail: 'auth-required: not you' } }),
  light('on-its-way.example', { state: 'connecting' }),
  light('new.example', {}),
  light('a-relay-with-a-name-that-will-not-fit.of-a-very-long-operator.example.org/inbox', { health: health() }),
]

const urlsOf = (lights: readonly RelayView[]): string[] => lights.map(({ url }) => url)

const entry = (ms: number, what: string, relay: string | null, detail = ''): TraceEntry => ({
  ...{ at: NOW - 60_000 + ms, relay, what, detail },
})

const TRACE: TraceEntry[] = [
  entry(0, 'started', null),
  entry(12, 'opening', 'relay.nsec.app'),
  entry(13, 'opening', 'relay.damus.io'),
  entry(140, 'REQ', 'relay.nsec.app', 'since 1795003139'),
  entry(141, 'open', 'relay.nsec.app'),
  entry(144, 'EVENT', 'relay.nsec.app', 'check, 594 bytes'),
  entry(203, 'OK', 'relay.nsec.app', 'check'),
  entry(204, 'check came', 'relay.nsec.app', '60 ms'),
  entry(700, 'closed', 'relay.damus.io', 'connection failed'),
  entry(9_000, 'EVENT', 'relay.nsec.app', 'sign_event 7f3a09c1…, 766 bytes'),
  entry(
    9_080,
    'refused',
    'relay.nsec.app',
    'sign_event 7f3a09c1…, auth-required: members only, see the page of the relay',
  ),
  entry(9_100, 'AUTH', 'relay.nsec.app', 'taken'),
  entry(9_500, 'ignored', 'relay.nsec.app', 'of another key, 612 bytes'),
  entry(14_000, 'answer', 'relay.nsec.app', 'sign_event 7f3a09c1…, 1190 bytes'),
  entry(14_001, 'ended', null, 'sign_event 7f3a09c1…, answered'),
]

const checked = relays('open', 'open', 'open', 'closed').map((relay, n) => ({
  ...relay,
  health: n < 3 ? health({ roundTrip: 60 + 45 * n }) : null,
}))

const view = 'diagnostics'

/** Relays by what they do, the trace, and the report. */
export const diagnosticsStories: Record<string, Story> = {
  'diagnostics-one': {
    snapshot: paired({ accounts: [account({ lights: checked, given: 'Ada' })] }),
    ...{ view, answers: { readTrace: succeed(TRACE) } },
  },
  'diagnostics-sorts': {
    snapshot: paired({ accounts: [account({ relays: urlsOf(SORTS), lights: SORTS })] }),
    ...{ view, answers: { readTrace: succeed([]) } },
  },
  'diagnostics-pairing': {
    snapshot: snapshot({
      pairing: pairing({
        stage: 'failed',
        error: { code: 'pairing-silent' },
        lights: checked,
        replaced: ['wss://old.example'],
      }),
    }),
    ...{ view, answers: { readTrace: succeed(TRACE) }, open: ['Report for someone'] },
  },
  'diagnostics-empty': { snapshot: snapshot(), view, answers: { readTrace: succeed([]) } },
  'diagnostics-failing': {
    snapshot: paired(),
    ...{ view, fails: { checkRelays: fail('internal'), readTrace: fail('internal') } },
  },
}
