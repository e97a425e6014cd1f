import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DOORS, type DoorId } from '../../e2e/hostile/cases'
import { docs } from '../../e2e/hostile/docs'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { type Household, SITE } from '../testing/household'
import { pageSender, panelSender, type Sender } from '../testing/sender'
import { CALL_PORT, type DownAnswer } from '../wire/background'
import { PANEL_PORT } from '../wire/panel'

/** Pages that mean harm, at the doors of the background: random senders, and whatever may come up a port. */

const DOCS = new URL('../../docs/hostile.md', import.meta.url)

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

let home: Household
/** Of rejections that nobody took, and throws in a timer or a listener. */
let escaped: unknown[]
const note = (error: unknown) => void escaped.push(error)

beforeEach(async () => {
  escaped = []
  process.on('unhandledRejection', note)
  home = house({ allowed: ['get_public_key'] })
  // awake, with what it writes down on its first waking
  home.knock('wake', {})
  await home.pass(100)
})

afterEach(() => {
  process.off('unhandledRejection', note)
})

const OTHER = 'https://other.example'
const { tab: _, ...tabless } = pageSender(SITE)
const STRANGERS: [string, Sender][] = [
  ['an opaque frame', { ...pageSender(SITE), origin: 'null' }],
  [
    'a page of a scheme that is not the web’s',
    { ...pageSender(SITE), origin: 'file://', url: 'file:///tmp/page.html' },
  ],
  ['another extension', { ...pageSender(SITE), id: 'other' }],
  ['another extension that says it is ours', { ...panelSender(), id: 'other' }],
  ['nobody', {}],
  ['a page without a tab', tabless],
]
const PAGES: [string, Sender][] = [
  ['a page', pageSender(SITE)],
  ['a page at an address like the panel’s', { ...pageSender(SITE), url: `${SITE}/src/panel/index.html` }],
  ['a frame of a page in a panel’s address', { ...pageSender(SITE), url: panelSender().url ?? '' }],
]

/** What is kept over a worker's death, and over a start of the browser: all that is known, and no view of it. */
const state = () => {
  const { local, session } = home.machine.disk
  return JSON.stringify({ local, session: { ...session, still: null } })
}

/** Everything that is under way has come to rest. */
const rest = () => home.pass(50)

/** Sends it, and hears what comes back. */
async function say(name: string, sender: Sender, raws: unknown[]) {
  const { port, heard, isGone } = home.knock(name, sender)
  for (const raw of raws)
    try {
      port.postMessage(raw)
    } catch {
      // not sayable over a port, or hung up on
    }
  await rest()
  return { port, heard, isGone }
}

// what the page's own process may make of it: a port carries JSON
const arbitrary = fc.oneof(fc.anything(), fc.jsonValue())
const METHODS = [
  'getPublicKey',
  'getRelays',
  'signEvent',
  'nip04.encrypt',
  'nip44.decrypt',
  '__proto__',
  'toString',
  '',
]
const template = fc.record(
  {
    kind: fc.oneof(fc.nat(70_000), fc.anything()),
    created_at: fc.oneof(fc.nat(), fc.anything()),
    tags: fc.oneof(fc.array(fc.array(fc.string())), fc.anything()),
    content: fc.oneof(fc.string(), fc.anything()),
    pubkey: fc.oneof(fc.stringMatching(/^[0-9a-f]{64}$/), fc.anything()),
  },
  { requiredKeys: [] },
)
const textOf = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    return '[]'
  }
}
const params = fc.oneof(fc.array(template).map(textOf), fc.json(), fc.string(), fc.anything())
const nearCall = fc.record(
  { id: fc.oneof(fc.uuid(), fc.anything()), method: fc.oneof(fc.constantFrom(...METHODS), fc.anything()), params },
  { requiredKeys: [] },
)
const realCall = fc.record({
  id: fc.uuid(),
  method: fc.constantFrom(...METHODS),
  params: fc.array(template).map(textOf),
})
/** What comes up the call port: the calls of one moment, or something like them, or anything. */
const up = fc.oneof(
  arbitrary,
  nearCall,
  fc.array(fc.oneof(arbitrary, nearCall), { maxLength: 3 }),
  fc.array(realCall, { maxLength: 3 }),
)
const COMMANDS = ['pairByQr', 'pairByToken', 'decide', 'denySite', 'setRule', 'setPreset', 'setSiteOn', 'setSitesMode']
const MORE = [
  'setSigner',
  'readLog',
  'setDefaultRelays',
  'setPatience',
  'dismissNotice',
  'stopRow',
  'askAgain',
  'toString',
]
const nearCommand = fc.record(
  {
    n: fc.oneof(fc.nat(), fc.anything()),
    command: fc.oneof(fc.constantFrom(...COMMANDS, ...MORE), fc.anything()),
    args: fc.oneof(fc.array(fc.anything(), { maxLength: 4 }), fc.anything()),
  },
  { requiredKeys: [] },
)

const played = (id: DoorId): string => {
  const { tries, outcome } = DOORS.find((door) => door.id === id) as (typeof DOORS)[number]
  return `${tries} ${outcome}`
}

/** Whatever came, those who behave are served. */
async function stillServes(): Promise<void> {
  const key = home.page(SITE).call('getPublicKey')
  await home.until(() => key() !== null)
  expect(key()).toEqual({ ok: true, value: home.signer.user.pubkey })
  expect(escaped).toEqual([])
}

const isAnswers = (message: unknown): message is DownAnswer[] =>
  Array.isArray(message) && message.every((answer) => Object.keys(answer).sort().join() === 'id,outcome')

describe('the call door', () => {
  it(played('call-door'), async () => {
    const law = fc.asyncProperty(fc.array(up, { maxLength: 6 }), async (raws) => {
      const asked = home.machine.opened
      const kept = JSON.stringify(home.machine.disk.local)
      const { port, heard } = await say(CALL_PORT, pageSender(OTHER), raws)
      expect(heard.every(isAnswers)).toBe(true)
      // nothing went wrong inside
      expect(JSON.stringify(heard)).not.toContain('"internal"')
      // a stranger's calls leave no rule, session, setting or site, and only questions in the journal
      expect(JSON.stringify(home.machine.disk.local)).toBe(kept)
      expect(home.machine.opened - asked).toBeLessThanOrEqual(1)
      port.disconnect()
      await rest()
      expect(escaped).toEqual([])
    })
    await fc.assert(law, { numRuns: 150 })
    expect(home.signer.heard).toEqual([])
    await stillServes()
  })

  it.each<[string, unknown]>([
    ['a text', 'call'],
    ['a number', 5],
    ['an array', [1]],
    ['a call without an id', [{ method: 'getPublicKey', params: '[]' }]],
    ['a panel command', { n: 1, command: 'setSitesMode', args: ['chosen'] }],
  ])('hangs up on %s', async (_, raw) => {
    expect((await say(CALL_PORT, pageSender(SITE), [raw])).isGone()).toBe(true)
  })

  it('takes a call whose arguments are nested a hundred thousand deep for what it is: invalid', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const { heard } = await say(CALL_PORT, pageSender(SITE), [[{ id: '1-2-3-4', method: 'signEvent', params: deep }]])
    expect(heard).toMatchObject([[{ id: '1-2-3-4', outcome: { ok: false, error: { code: 'invalid-call' } } }]])
  })

  it.each(STRANGERS)(`${played('call-door-others')} %s`, async (_, sender) => {
    const before = state()
    await fc.assert(
      fc.asyncProperty(up, async (raw) => {
        const { heard } = await say(CALL_PORT, sender, [raw, 'touch', 'other'])
        for (const { outcome } of heard.flat() as DownAnswer[])
          expect(outcome).toMatchObject({ ok: false, error: { code: 'opaque-origin' } })
      }),
      { numRuns: 30 },
    )
    expect(state()).toBe(before)
    await stillServes()
  })

  it('gives a tab no more places than one site has, of whatever sites its frames are', async () => {
    const asks = (origin: string, tabId: number, kind: number) =>
      home.page(origin, pageSender(origin, tabId)).call('signEvent', { kind })
    const asked = Array.from({ length: 30 }, (_, i) => asks(`https://${i % 6}.evil.example`, 7, i))
    await rest()
    const codes = asked.map((ended) => JSON.stringify(ended()).includes('too-many'))
    expect(codes.filter(Boolean)).toHaveLength(20)
    const other = asks(OTHER, 8, 1)
    await rest()
    const panel = await home.panel()
    expect(panel.snapshot().approvals.map(({ origin }) => origin)).toContain(OTHER)
    expect(other()).toBeNull()
  })

  it('hangs up on our own panel, which has another door', async () => {
    expect((await say(CALL_PORT, panelSender(), [])).isGone()).toBe(true)
  })

  it(played('replayed-call'), async () => {
    const call = { id: '1-2-3-4', method: 'signEvent', params: '[{"kind":1}]' }
    const mine = await say(CALL_PORT, pageSender(SITE), [[call]])
    const theirs = await say(CALL_PORT, pageSender(OTHER), [[call]])
    expect(theirs.heard).toMatchObject([[{ id: call.id, outcome: { ok: false, error: { code: 'invalid-call' } } }]])
    theirs.port.disconnect()
    const panel = await home.panel()
    await panel.decide('once')
    await home.until(() => mine.heard.length > 0)
    expect(mine.heard).toMatchObject([[{ id: call.id, outcome: { ok: true } }]])
    expect(theirs.heard).toHaveLength(1)
  })
})

describe('the panel door', () => {
  it.each([...PAGES, ...STRANGERS])(`${played('panel-door-pages')} %s`, async (_, sender) => {
    const before = state()
    await fc.assert(
      fc.asyncProperty(fc.oneof(arbitrary, nearCommand), async (raw) => {
        const { heard, isGone } = await say(PANEL_PORT, sender, [
          raw,
          { n: 1, command: 'setSitesMode', args: ['chosen'] },
        ])
        expect([heard, isGone()]).toEqual([[], true])
      }),
      { numRuns: 30 },
    )
    expect(state()).toBe(before)
    await stillServes()
  })

  it(played('panel-door'), async () => {
    const law = fc.asyncProperty(fc.array(fc.oneof(arbitrary, nearCommand), { maxLength: 4 }), async (raws) => {
      const { port, heard } = await say(PANEL_PORT, panelSender(), raws)
      expect(escaped).toEqual([])
      expect(heard[0]).toHaveProperty('snapshot')
      port.disconnect()
      await rest()
    })
    await fc.assert(law, { numRuns: 150 })
  })

  it('runs nothing that is named by what every object inherits', async () => {
    const names = ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf']
    const { heard } = await say(
      PANEL_PORT,
      panelSender(),
      names.map((command, n) => ({ n, command, args: [] })),
    )
    const answers = heard.filter((message) => 'n' in (message as object))
    expect(answers).toHaveLength(names.length)
    for (const answer of answers) expect(answer).toMatchObject({ outcome: { error: { code: 'reload-page' } } })
  })
})

it(played('other-names'), async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.constantFrom('', 'Call', 'call ', 'panel2', 'PANEL', '__proto__')),
      fc.constantFrom(pageSender(SITE), panelSender(), {}),
      async (name, sender) => {
        fc.pre(name !== CALL_PORT && name !== PANEL_PORT)
        const { heard, isGone } = await say(name, sender, [{ n: 1, command: 'clearLog', args: [] }])
        expect([heard, isGone()]).toEqual([[], true])
      },
    ),
    { numRuns: 40 },
  )
})

it('docs/hostile.md says what the tables say', () => {
  const text = docs()
  if (process.env.UPDATE_DOCS) writeFileSync(DOCS, text)
  expect(readFileSync(DOCS, 'utf8')).toBe(text)
})
