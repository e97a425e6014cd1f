import { strict as assert } from 'node:assert'
import {
  type Event,
  type EventTemplate,
  finalizeEvent,
  generateSecretKey,
  getEventHash,
  verifyEvent,
} from 'nostr-tools/pure'
import { WebSocket } from 'ws'
import { readableIn } from '../relay/facts'
import { fill, read, readHex, type Screen, sees } from '../screen'
import { openLine } from '../shared/line'
import { paper, postscript, wordsOf } from './paper'
import { type Desk, decide, isAtRest, type Stage } from './stage'

const WORDS = wordsOf(`${paper.title} ${paper.finished}`)
assert(WORDS.length > 100, 'too few words to look for')

/** Save: to oneself in NIP-44 as a draft (NIP-37), and in NIP-04 as the note to self of the story. */
export async function saveDraft({ relay, phone, teller }: Stage, { name, site }: Desk): Promise<void> {
  await fill(site, 'Title', paper.title)
  await fill(site, 'Text', paper.begun)
  await site.press('Save')
  await teller.seen(
    `${name}: he writes and saves. Phone: it asks to encrypt it to himself.`,
    'phone-encrypts',
    phone.screen,
    () => phone.asks('Lanyard wants to encrypt'),
  )
  await phone.approveUntil(sees(site, 'Draft saved'))
  const sentence = `${name}: the draft is on the relay, encrypted both ways; not a word can be read there.`
  await teller.seen(sentence, `${name}-saved`, site, async () => {
    const [draft, memo, ...others] = relay.find({ kinds: [1, 4, 30_023, 31_234] }).sort((a, b) => b.kind - a.kind)
    assert(draft && memo && others.length === 0, 'one draft and one note to self')
    assert.deepEqual([draft.kind, memo.kind], [31_234, 4])
    assert.deepEqual(
      draft.tags.map(([tag]) => tag),
      ['d', 'k', 'expiration'],
    )
    assert.equal(draft.tags[1]?.[1], '30023')
    assert.deepEqual(memo.tags, [['p', draft.pubkey]])
    assert(!draft.content.includes('?iv=') && memo.content.includes('?iv='), 'NIP-44 and NIP-04')
    assertSecret(relay.frames)
  })
}

/** @throws where a word of the paper can be read in what went over the relay */
function assertSecret(frames: Stage['relay']['frames']): void {
  assert.deepEqual(readableIn(frames, WORDS), [])
}

/** The draft is found on the relay, and opened by the phone. */
export async function openDraft({ phone, teller, relay }: Stage, { name, machine, site }: Desk): Promise<void> {
  await teller.seen(`${name}: he finds his draft, as the relay has it: encrypted.`, `${name}-finds`, site, async () => {
    await sees(site, 'encrypted characters')
    assert.equal(
      await read(site, 'li').then((text) => text.match(/(\d+) encrypted/)?.[1]),
      String(draftOn(relay).content.length),
    )
  })
  await site.press('Open')
  await decide(machine, 'Allow once')
  await phone.asks('Lanyard wants to decrypt')
  await phone.approve()
  await teller.seen(
    `${name}: the phone has decrypted it; it is the same to the letter.`,
    `${name}-opened`,
    site,
    async () => {
      await sees(site, 'Draft opened')
      const shown = await site.evaluate(() => document.querySelector('textarea')?.value)
      assert.equal(shown, paper.begun)
    },
  )
}

function draftOn(relay: Stage['relay']): Event {
  const [draft] = relay.find({ kinds: [31_234] })
  assert(draft, 'a draft')
  return draft as Event
}

/** Finished and posted: one id on three screens, and approved on two. */
export async function postFinished(stage: Stage, { name, machine, site }: Desk): Promise<void> {
  const { relay, phone, teller } = stage
  await fill(site, 'Text', paper.finished)
  await site.press('Post')
  const asked = await readHex(site, '[data-asked]')
  assert.match(asked, /^[0-9a-f]{64}$/)
  const asking = await machine.approval()
  const shown = await readHex(asking, '.event-id code')
  await reveal(asking, '.event-id')
  await isAtRest(asking)
  await teller.seen(
    `${name}: he finishes it and presses Post. Lanyard shows its event id.`,
    `${name}-lanyard-id`,
    asking,
    async () => assert.equal(shown, asked),
  )
  await decide(machine, 'Allow once')
  await teller.seen(
    'Phone: it shows the same id. Nothing readable was on the relay until now.',
    'phone-id',
    phone.screen,
    async () => {
      await phone.asks('wants a signature')
      assert.equal(await phone.askedId(), shown)
      assertSecret(relay.frames)
    },
  )
  await phone.approve()
  await teller.seen(
    `${name}: approved on both, the paper is public: anybody can read it.`,
    `${name}-posted`,
    site,
    async () => {
      await sees(site, 'On the relay')
      const [article] = await askAsStranger(stage, asked)
      assert(article && verifyEvent({ ...article }) && getEventHash(article) === asked, 'the article, signed')
      assert.equal(article.kind, 30_023)
      assert.equal(article.content, paper.finished)
      assert.equal(article.tags[0]?.[1], draftOn(relay).tags[0]?.[1])
      // those who search find it where it is
      assert.deepEqual(readableIn(relay.frames, WORDS), WORDS)
    },
  )
}

/** Into the middle of what is seen. */
const reveal = (screen: Screen, selector: string): Promise<void> =>
  screen.evaluate((selector) => document.querySelector(selector)?.scrollIntoView({ block: 'center' }), selector)

/** Whoever asks the relay gets the note; a closed one wants to know a key, any key. */
async function askAsStranger({ relay }: Stage, id: string): Promise<Event[]> {
  const key = generateSecretKey()
  const line = openLine(relay.url, {
    open: (url) => new WebSocket(url) as unknown as globalThis.WebSocket,
    logIn: async (template: EventTemplate) => finalizeEvent(template, key),
  })
  const found = await line.fetch({ ids: [id] })
  line.close()
  return found
}

/** Another signature, where nobody is asked in Lanyard any more. */
export async function postPostscript({ phone, teller, relay }: Stage, { name, site }: Desk): Promise<void> {
  await isAtRest(site)
  await site.press('New')
  await fill(site, 'Title', postscript.title)
  await fill(site, 'Text', postscript.text)
  await site.press('Post')
  await phone.asks('wants a signature')
  await phone.approve()
  await teller.seen(`${name}: it goes on working, and posts a postscript.`, `${name}-goes-on`, site, async () => {
    await sees(site, 'On the relay')
    const posted = relay.find({ kinds: [30_023] }).map(({ content }) => content)
    assert.deepEqual(posted.sort(), [paper.finished, postscript.text].sort())
  })
}
