import type { Household } from './household'
import type { Page } from './page'
import type { FakeRelay, Faults } from './relay'

/** A fault as it is done to a household. */
export interface Fault {
  /** It strikes. `relays`: those that have it, where it is one of relays. */
  strike(home: Household, relays: readonly FakeRelay[], page: Page | null): void | Promise<void>
  /** What the person does about it, after what they do anyway. */
  after?(home: Household): Promise<void>
}

/** By id: see FAULTS of e2e/faults/cases.ts, and MORE_FAULTS of faults-table.ts. */
type Faulty = Readonly<Record<string, Fault>>

const becoming = (faults: Partial<Faults>): Fault => ({
  strike(_, relays) {
    for (const relay of relays) Object.assign(relay.faults, faults)
  },
})

const refusing = (reason: string): Fault => becoming({ refuse: reason })

/** Sockets of now are dead without a word; the phone notices at once and opens new ones. */
function freeze({ signer }: Household, relays: readonly FakeRelay[]): void {
  for (const relay of relays) relay.freeze()
  signer.renew(relays)
}

export const RELAY_FAULTS: Faulty = {
  slow: becoming({ latency: 1_000 }),
  blackhole: {
    strike(home, relays) {
      freeze(home, relays)
      for (const relay of relays) relay.faults.neverOpens = true
    },
  },
  speechless: {
    strike(home, relays) {
      freeze(home, relays)
      for (const relay of relays) relay.faults.isBlackhole = true
    },
  },
  down: {
    strike(_, relays) {
      for (const relay of relays) relay.stop()
    },
  },
  loss: {
    strike({ net }, relays) {
      for (const relay of relays) net.lose(relay, 5_000)
    },
  },
  duplicates: becoming({ duplicate: 1 }),
  reordering: becoming({ jitter: 2_000 }),
  garbage: becoming({ garbage: 1 }),
  'no-eose': becoming({ isEndless: true }),
  'no-ok': becoming({ isMute: true }),
  'no-ok-delay': {
    strike(home, relays) {
      for (const relay of relays) relay.faults.isMute = true
      home.signer.manner.delay = 60_000
    },
  },
  'silent-accept': becoming({ swallows: true }),
  'sudden-close': {
    strike(_, relays) {
      for (const relay of relays) relay.stop()
      for (const relay of relays) relay.start()
    },
  },
  'half-open': { strike: freeze },
  'demands-auth': becoming({ needsAuth: true }),
  'refuses-auth': becoming({ needsAuth: true, refuse: 'auth-required: not you' }),
  'refuses-login': becoming({ needsAuth: true, isClosedShop: true }),
  'refuses-rate': refusing('rate-limited: slow down'),
  'refuses-restricted': refusing('restricted: members only'),
  'refuses-blocked': refusing('blocked: not here'),
  'refuses-work': refusing('pow: 28 bits wanted'),
  'refuses-error': refusing('error: cannot reach the database'),
  'refuses-clock': refusing('invalid: created_at too late'),
  'refuses-mute': refusing('mute: no one was listening'),
}

const behaving = (change: Partial<Household['signer']['manner']>): Fault => ({
  strike: ({ signer }) => void Object.assign(signer.manner, change),
})

const saying = (reply: { result?: unknown; error?: unknown }): Fault =>
  behaving({ replies: { get_public_key: () => reply, sign_event: () => reply } })

/** The person does not wait for the phone any longer. */
async function cancel(home: Household): Promise<void> {
  await home.pass(500)
  const panel = await home.panel()
  const [waiting] = panel.snapshot().pending
  if (waiting) await panel.run('cancelCall', waiting.callId)
  else await panel.run('cancelPairing')
  panel.close()
}

export const SIGNER_FAULTS: Faulty = {
  silence: behaving({ decides: () => 'silent' }),
  delay: behaving({ delay: 60_000 }),
  away: { strike: ({ signer }) => signer.offline(40_000) },
  'wrong-id': behaving({ isWrongId: true }),
  'wrong-key': behaving({ forged: { result: '"forged"' } }),
  'tampered-event': behaving({ tampers: (event) => ({ ...event, content: 'something else' }) }),
  'wrong-type': saying({ result: 42 }),
  'double-answer': behaving({ follows: { after: 10, reply: { result: 'another' } } }),
  'late-answer': { ...behaving({ delay: 5_000 }), after: cancel },
  'other-relay': {
    strike({ signer, relays }) {
      signer.manner.answersOn = relays.slice(1).map(({ url }) => url)
    },
  },
  'auth-url': behaving({ authUrl: 'https://signer.example/auth', authFor: ['sign_event', 'get_public_key'] }),
  'foreign-auth-url': behaving({
    ...{ authUrl: 'https://stranger.example/auth', authFor: ['sign_event', 'get_public_key'], isAuthByAdmin: true },
  }),
  refuses: saying({ error: 'no' }),
  'session-over': saying({ error: 'unknown client' }),
}

type Disk = Household['machine']['disk']['local']

/** What stands there is no record of ours any more. */
function spoil(disk: Disk, prefix: string): void {
  for (const key of Object.keys(disk)) if (key.startsWith(prefix)) disk[key] = { spoilt: true }
}

const fill = ({ machine }: Household): void => {
  machine.faults.full.add('local').add('session')
}

const sleeping = (minutes: number): Fault => ({
  strike(home) {
    freeze(home, home.relays)
    home.sleep(minutes * 60_000)
  },
})

export const OWN_FAULTS: Faulty = {
  death: { strike: (home) => home.die() },
  'two-deaths': {
    async strike(home) {
      await home.die()
      await home.pass(700)
      await home.die()
    },
  },
  'browser-closes': {
    strike(home, _, page) {
      page?.vanish()
      return home.quit()
    },
  },
  sleep: sleeping(4),
  'long-sleep': sleeping(10),
  'storage-full': { strike: fill },
  'storage-full-death': {
    strike(home) {
      fill(home)
      return home.die()
    },
  },
  'journal-spoilt': {
    strike(home) {
      spoil(home.machine.disk.session, '')
      return home.die()
    },
  },
  'session-spoilt': {
    strike(home) {
      spoil(home.machine.disk.local, 'session:')
      return home.die()
    },
  },
  unreadable: {
    async strike(home) {
      home.machine.faults.unreadable = true
      await home.die()
      await home.pass(5_000)
      home.machine.faults.unreadable = false
    },
  },
  'window-closed': {
    strike({ machine }) {
      for (const tab of machine.tabs.keys()) machine.closeTab(tab)
    },
  },
  'page-gone': { strike: (_home, _relays, page) => page?.leave() },
}
