import { describe, expect, it } from 'vitest'
import {
  account,
  NOW,
  NPUB,
  paired,
  pairing,
  pending,
  relays,
  site,
  snapshot,
  TOKEN,
  USER,
} from '../../e2e/panel/snapshots'
import type { TraceEntry } from '../wire/panel'
import { browserName, reportOf } from './report'

const SECRET = new URL(TOKEN).searchParams.get('secret') ?? ''
const health = { at: NOW - 4_000, writes: true, reads: false, auth: true, clockOff: true, roundTrip: null }

const full = () =>
  paired({
    accounts: [account({ signer: 'amber', learned: { ping: 'answers' } })],
    pairing: pairing({
      stage: 'failed',
      error: { code: 'pairing-refused', detail: `wrong ${SECRET} of ${USER}` },
      lights: relays('open', 'closed').map((light) => ({ ...light, health })),
      replaced: ['wss://dead.example/'],
    }),
    pending: [pending()],
    sites: [site()],
  })

const entry = (n: number): TraceEntry => ({ at: NOW + n, relay: 'wss://relay.example', what: 'OK', detail: `n${n}` })

describe('a report', () => {
  it('says what somebody who helps asks first', () => {
    const text = reportOf(full(), [entry(1)], NOW, 'Firefox 153 on Linux')
    for (const words of [
      'Lanyard 0.1.0, Firefox 153 on Linux',
      'Pairing by qr, failed',
      'error pairing-refused (wrong … of 3bf0c63f…)',
      'replaced dead.example',
      'relay.nsec.app: open, written yes, read no, AUTH, refuses our clock, checked 4 s ago',
      'Account 1, signer amber, nip44, ping answers',
      '12:00:00.001 relay.example OK n1',
    ])
      expect(text).toContain(words)
  })

  it('holds no token, secret, key, site or text, though the snapshot does', () => {
    const truth = full()
    const text = reportOf(truth, [], NOW)
    const said = JSON.stringify(truth)
    for (const hidden of [
      TOKEN,
      SECRET,
      USER,
      NPUB,
      'notes.example.com',
      'harbour',
      truth.accounts[0]?.remoteSigner ?? '',
    ]) {
      expect(said + TOKEN + SECRET).toContain(hidden)
      expect(text).not.toContain(hidden)
    }
  })

  it('ends in the last hundred lines of the trace', () => {
    const text = reportOf(
      snapshot(),
      Array.from({ length: 150 }, (_, n) => entry(n)),
      NOW,
    )
    expect(text).toContain('the last 100 of 150')
    expect(text).not.toContain(' n49\n')
    expect(text).toContain(' n50\n')
    expect(text).toMatch(/ n149\n$/)
  })

  it('takes a key out of a line of the trace, should one be in it', () => {
    expect(reportOf(snapshot(), [{ ...entry(1), detail: USER }], NOW)).not.toContain(USER)
  })
})

describe('browserName', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox 153 on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'Chrome 156 on Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0.1.0',
      'Edg 156 on Mac OS X',
    ],
    ['Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', 'Firefox 153 on Android'],
    ['curl', 'unknown browser  on unknown system'],
  ])('reads %s', (agent, name) => {
    expect(browserName(agent)).toBe(name)
  })
})
