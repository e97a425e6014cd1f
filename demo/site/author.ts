import { type Event, type EventTemplate, getEventHash, verifyEvent } from 'nostr-tools/pure'
import type { Line } from '../shared/line'

/** All that this site knows of a signer (NIP-07). */
export interface Nostr {
  getPublicKey(): Promise<string>
  signEvent(template: EventTemplate): Promise<Event>
  nip04: Cipher
  nip44: Cipher
}

interface Cipher {
  encrypt(peer: string, plaintext: string): Promise<string>
  decrypt(peer: string, ciphertext: string): Promise<string>
}

export interface Paper {
  /** Names the paper and its draft on the relay; says nothing about it. */
  id: string
  title: string
  /** Markdown. */
  text: string
}

/** A draft as the relay has it: nothing readable. */
export interface Draft {
  event: Event
  /** Seconds. */
  at: number
}

/** Who writes, with what and where to. */
export interface Desk {
  nostr: Nostr
  line: Line
  user: string
}

const HTTP_AUTH = 27_235
const DRAFT = 31_234
const DIRECT_MESSAGE = 4
const ARTICLE = 30_023

/** s for which relays are to keep a draft: NIP-37 recommends 90 days. */
const DRAFT_LIVES = 90 * 86_400

const seconds = (): number => Math.floor(Date.now() / 1000)

/**
 * Log in by a proof that the site's server checks (NIP-98). Who it is, the server says.
 * @throws what the signer threw, or why the server stays shut
 */
export async function logIn(nostr: Nostr): Promise<string> {
  const url = new URL('/session', location.href).href
  const tags = [
    ['u', url],
    ['method', 'POST'],
  ]
  const proof = await nostr.signEvent({ kind: HTTP_AUTH, created_at: seconds(), tags, content: '' })
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Nostr ${btoa(JSON.stringify(proof))}` },
  })
  const { user, reason } = (await answer.json()) as { user?: string; reason?: string }
  if (!user) throw new Error(`The server did not let you in: ${reason}.`)
  return user
}

/** The article that a paper becomes (NIP-23), and the id its event will have, computed before anybody signs. */
export function articleOf({ id: name, title, text }: Paper, user: string): { template: EventTemplate; id: string } {
  const created_at = seconds()
  const tags = [
    ['d', name],
    ['title', title],
    ['published_at', String(created_at)],
  ]
  const template = { kind: ARTICLE, created_at, tags, content: text }
  return { template, id: getEventHash({ ...template, pubkey: user }) }
}

/**
 * Sign, and believe nothing: the event must be the one that was asked for, by this user, with a right signature.
 * @throws what the signer threw, or what is wrong with its event
 */
export async function signChecked({ nostr, user }: Desk, template: EventTemplate): Promise<Event> {
  const event = await nostr.signEvent(template)
  const asked = getEventHash({ ...template, pubkey: user })
  if (event.id !== asked || getEventHash(event) !== asked) throw new Error('The signed event is not the one asked for.')
  if (!verifyEvent({ ...event })) throw new Error('The signature of the event is wrong.')
  return event
}

/** @throws with the relay's words where it refused */
export async function post({ line }: Desk, event: Event): Promise<void> {
  const { ok, message } = await line.publish(event)
  if (!ok) throw new Error(`The relay refused: ${message}`)
}

/**
 * Keep a paper where only its author can read it: a draft (NIP-37: the unsigned article, in NIP-44 to oneself), and the
 * note to self that people used before there were drafts (a direct message to oneself, NIP-04).
 */
export async function saveDraft(desk: Desk, paper: Paper): Promise<void> {
  const { nostr, user } = desk
  const { template } = articleOf(paper, user)
  const draft = await nostr.nip44.encrypt(user, JSON.stringify({ ...template, pubkey: user }))
  const tags = [
    ['d', paper.id],
    ['k', String(ARTICLE)],
    ['expiration', String(seconds() + DRAFT_LIVES)],
  ]
  await post(desk, await signChecked(desk, { kind: DRAFT, created_at: seconds(), tags, content: draft }))
  const memo = await nostr.nip04.encrypt(user, `# ${paper.title}\n\n${paper.text}`)
  const toSelf = [['p', user]]
  await post(
    desk,
    await signChecked(desk, { kind: DIRECT_MESSAGE, created_at: seconds(), tags: toSelf, content: memo }),
  )
}

/** The author's drafts of articles on the relay, newest first. */
export async function listDrafts({ line, user }: Desk): Promise<Draft[]> {
  const events = await line.fetch({ kinds: [DRAFT], authors: [user], '#k': [String(ARTICLE)] })
  return events.map((event) => ({ event, at: event.created_at }))
}

/** Read a draft again. */
export async function openDraft({ nostr, user }: Desk, { event }: Draft): Promise<Paper> {
  const article = JSON.parse(await nostr.nip44.decrypt(user, event.content)) as EventTemplate
  const tagValue = (name: string) => article.tags.find(([tag]) => tag === name)?.[1] ?? ''
  return { id: tagValue('d'), title: tagValue('title'), text: article.content }
}
