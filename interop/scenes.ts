import { verifyEvent } from 'nostr-tools/pure'
import { now, pause } from '../src/edges/clock'
import { newSecretKey } from '../src/edges/random'
import { publicKeyOf } from '../src/protocol/envelope'
import type { SignedEvent } from '../src/protocol/event'
import type { RequestMethod } from '../src/protocol/nip46'
import { nextDue } from '../src/signer/deadline'
import { sessionLine } from '../src/signer/lines'
import { type Asked, type Came, drive, until } from './driver'
import { type Meeting, meet, paired, settled, words } from './meeting'
import type { Outsider } from './signers'

/** What one signer was seen to do, in a few words that are the same each time; throws where we failed our duty. */
export type Scene = (outsider: Outsider) => Promise<string>

const template = (content: string) =>
  JSON.stringify({ kind: 1, created_at: 1_763_800_000, tags: [['t', 'a']], content })
const friend = publicKeyOf('2'.repeat(64))

/** The answer to our token: the first frame without an error. */
function pairingWords({ desk, signer }: Meeting): string {
  const { pairing, peer } = desk.line()
  const answer = desk.came[0] as Came
  const isSecret = answer.result === pairing?.secret
  const id = pairing?.flow === 'qr' ? ` under ${answer.id === pairing.secret ? 'the same' : 'another'} id` : ''
  const key = peer === signer.user ? 'the user’s key' : 'a key of its own'
  return `${isSecret ? 'the secret' : `\`${answer.result}\``}${id}, by ${key}`
}

const pair =
  (flow: 'qr' | 'bunker'): Scene =>
  async (outsider) =>
    outsider.flows.includes(flow)
      ? paired(
          outsider,
          async (meeting) => {
            const { line } = meeting.desk
            if (line().user !== meeting.signer.user) throw new Error('another user')
            return pairingWords(meeting)
          },
          { flow },
        )
      : 'has none'

async function answers({ desk }: Meeting, method: RequestMethod, params: string[] = []): Promise<string> {
  return words(await settled(desk.ask(method, params)))
}

const asks =
  (method: RequestMethod): Scene =>
  (outsider) =>
    paired(outsider, (meeting) => answers(meeting, method))

/** What came back of our own `switch_relays` after pairing: as the signer wrote it. */
const switchRelays: Scene = (outsider) =>
  paired(outsider, async ({ desk }) => {
    const id = Object.values(desk.line().requests).find(({ method }) => method === 'switch_relays')?.id
    if (!(await until(() => desk.line().learned.switch_relays !== undefined, 6_000))) throw new Error('hangs')
    const said = desk.came.find((frame) => frame.id === id) ?? desk.came.at(-1)
    const { switch_relays: learned } = desk.line().learned
    if (learned === 'silent') return 'silence'
    if (learned === 'unsupported') return `unsupported “${said?.error}”`
    return typeof said?.result === 'string' ? 'a list as JSON text' : `\`${JSON.stringify(said?.result)}\``
  })

async function sign({ desk }: Meeting, content: string): Promise<string> {
  const outcome = await settled(desk.ask('sign_event', [template(content)]))
  if (!outcome.ok) return words(outcome)
  const { id, pubkey, kind, created_at, tags, sig, content: signed } = outcome.value as SignedEvent
  const isGood = signed === content && pubkey === desk.line().user
  if (!isGood || !verifyEvent({ id, pubkey, kind, created_at, tags, content: signed, sig }))
    throw new Error('unchecked')
  return 'yes'
}

const signs: Scene = (outsider) => paired(outsider, (meeting) => sign(meeting, 'hello, “wörld”\n🔑'))

/** Encrypt to a friend and decrypt again, with ours and with empty text. */
const roundTrip =
  (cipher: 'nip04' | 'nip44', text: string): Scene =>
  (outsider) =>
    paired(outsider, async ({ desk }) => {
      const sealed = await settled(desk.ask(`${cipher}_encrypt`, [friend, text]))
      if (!sealed.ok) return `encrypt: ${words(sealed)}`
      const opened = await settled(desk.ask(`${cipher}_decrypt`, [friend, String(sealed.value)]))
      if (!opened.ok) return `decrypt: ${words(opened)}`
      if (opened.value !== text) throw new Error(`came back as ${JSON.stringify(opened.value)}`)
      return 'yes'
    })

const refuses: Scene = (outsider) =>
  paired(outsider, async (meeting) => {
    meeting.signer.refuse(true)
    const said = await sign(meeting, 'no')
    if (said === 'yes') throw new Error('signed what its person refused')
    return said
  })

const afterLogout: Scene = (outsider) =>
  paired(outsider, async (meeting) => {
    const logout = await answers(meeting, 'logout')
    return `${logout}; then sign_event: ${await sign(meeting, 'after')}`
  })

/** Somebody who never paired asks. */
const stranger: Scene = (outsider) =>
  paired(outsider, async ({ desk, relay, signer }) => {
    const { peer, pairedAt } = desk.line()
    const session = {
      ...{ clientSecretKey: newSecretKey(), remoteSigner: peer ?? '', user: signer.user, relays: [relay.url] },
      ...{ former: null, cipher: 'nip44' as const, pairedAt: pairedAt ?? 0, answeredAt: null },
      ...{ switchedAt: now(), learned: {}, signer: null },
    }
    const other = drive(sessionLine(session, now()), 6_000)
    try {
      return words(await settled(other.ask('sign_event', [template('hello')])))
    } finally {
      other.leave()
    }
  })

const saysAuth = (message: unknown): boolean =>
  Array.isArray(message) && message[0] === 'AUTH' && typeof message[1] === 'object'

const closedRelay: Scene = async (outsider) => {
  const start = async (meeting: Meeting): Promise<string> => {
    if (meeting.isPaired) return `pairs; sign_event: ${await sign(meeting, 'closed')}`
    const { desk, relay } = meeting
    const { open, pairing } = desk.line()
    if (open.length !== 1 || pairing?.stage === 'failed') throw new Error('we are not logged in ourselves')
    const loggedIn = new Set(relay.frames.flatMap(({ message, socket }) => (saysAuth(message) ? [socket] : [])))
    return `${loggedIn.size > 1 ? 'logs in, but does not pair' : 'does not log in'}; we wait`
  }
  return meet(outsider, start, { relay: { closed: true } })
}

/** An answer by itself, after Ask again, or none; never two outcomes. */
async function howAnswered(asked: Asked, { desk }: Meeting): Promise<string> {
  const came = () => asked.outcomes.length > 0
  const [first] = (await until(came, 3_000)) ? ['answered'] : ['']
  if (!first) asked.again()
  const second = first || ((await until(came, 3_000)) ? 'answered after Ask again' : '')
  if (asked.outcomes.length > 1) throw new Error('settled twice')
  if (!second && nextDue(desk.line()) === null) throw new Error('hangs: no deadline')
  if (!second) return 'no answer; our deadline ends it'
  const outcome = await asked.outcome
  return outcome.ok ? second : `${second}: ${words(outcome)}`
}

/** The person is looking at a request when something breaks; `open` lets the answer go. */
const whileWaiting =
  (breaks: (meeting: Meeting, open: () => void) => Promise<void>): Scene =>
  (outsider) =>
    paired(
      outsider,
      async (meeting) => {
        const { desk, signer } = meeting
        const open = signer.hold()
        const asked = desk.ask('sign_event', [template('held')])
        if (!(await until(() => signer.heard.includes('sign_event'), 5_000))) throw new Error('never heard of it')
        await breaks(meeting, open)
        return howAnswered(asked, meeting)
      },
      { personMs: 60_000 },
    )

/** Both ends listen again, or the signer's does not come back; then its person says yes. */
const over =
  (cut: (meeting: Meeting) => Promise<void>) =>
  async (meeting: Meeting, open: () => void): Promise<void> => {
    const { relay, desk } = meeting
    const before = relay.frames.length
    await cut(meeting)
    const listening = () => new Set(relay.frames.slice(before).flatMap(({ message, socket }) => reqOf(message, socket)))
    await until(() => listening().size >= 2 && desk.line().open.length > 0, 10_000)
    open()
  }

const reqOf = (message: unknown, socket: number): number[] =>
  Array.isArray(message) && message[0] === 'REQ' ? [socket] : []

/** The request that was open dies with the process; whoever is asked from then on says yes. */
async function restart({ signer }: Meeting): Promise<void> {
  await signer.restart()
  signer.hold()()
}

async function relayDown({ relay }: Meeting): Promise<void> {
  await relay.stop()
  await pause(500)
  await relay.start()
}

/** The same request event again, and the signer's answer once more: one outcome. */
const twice: Scene = (outsider) =>
  paired(outsider, async ({ desk, signer }) => {
    const asked = desk.ask('sign_event', [template('twice')])
    const request = desk.line().requests[asked.id]?.event
    const outcome = await settled(asked)
    const answer = desk.came.find(({ id }) => id === asked.id)?.event
    if (!outcome.ok || !request || !answer) return words(outcome)
    desk.publish(request)
    desk.publish(answer)
    await pause(1_000)
    if (asked.outcomes.length !== 1) throw new Error('settled twice')
    const times = signer.heard.filter((method) => method === 'sign_event').length
    return times === 1 ? 'its person is asked once' : 'its person is asked twice'
  })

export const SCENES: Readonly<Record<string, Scene>> = {
  'QR: answers with': pair('qr'),
  '`bunker://`: answers with': pair('bunker'),
  '`get_public_key`': asks('get_public_key'),
  '`ping`': asks('ping'),
  '`sign_event`': signs,
  'NIP-44 round trip': roundTrip('nip44', 'hello, “wörld”\n🔑'),
  'NIP-44 of empty text': roundTrip('nip44', ''),
  'NIP-04 round trip': roundTrip('nip04', 'hello, “wörld”\n🔑'),
  'NIP-04 of empty text': roundTrip('nip04', ''),
  '`switch_relays`': switchRelays,
  'its person refuses `sign_event`': refuses,
  '`logout`': afterLogout,
  'a client that never paired asks': stranger,
  'the same request event twice': twice,
  'a relay that demands AUTH': closedRelay,
  'sockets cut while its person looks': whileWaiting(over(async ({ relay }) => relay.dropAll())),
  'relay down for a moment while its person looks': whileWaiting(over(relayDown)),
  'signer restarted while its person looks': whileWaiting(restart),
}
