import { OTHER, TOUCH } from './handoff'
import type { PageEvent, PageOutcome } from './page'

/**
 * Contract bridge ⇄ background, over the runtime port named CALL_PORT. A second name and table serve the panel
 * (panel.ts): a page cannot even name a panel command.
 */
export const CALL_PORT = 'call'

/** What comes up: the calls of one moment, and before them, once each, what the page was seen to do (handoff.ts). */
export type Up = UpCall[] | typeof TOUCH | typeof OTHER

/** A call on its way up. Sent again with the same id after the port broke: the background joins it to the first. */
export interface UpCall {
  /** Unique across pages and time: 128 random bits of the bridge's. */
  id: string
  method: string
  /** JSON text of the argument array. */
  params: string
}

/** An answer on its way down; those of one moment go together. */
export interface DownAnswer {
  id: string
  outcome: PageOutcome
}

/**
 * An event for the pages of one site, told to every frame of every tab, since no port need be open; a bridge passes on
 * what is meant for its own origin.
 */
export interface Broadcast {
  origin: string
  event: PageEvent
}

/** Four numbers, or a UUID. No name that objects inherit can be written with these characters. */
const ID = /^[0-9a-f-]{7,64}$/

/** The door: rebuild what came up a call port; null for anything else. */
export const parseUp = (raw: unknown): Up | null => (raw === TOUCH || raw === OTHER ? raw : parseUpCalls(raw))

function parseUpCalls(raw: unknown): UpCall[] | null {
  if (!Array.isArray(raw)) return null
  const calls = raw.flatMap((one) => parseUpCall(one) ?? [])
  return calls.length === raw.length ? calls : null
}

function parseUpCall(raw: unknown): UpCall | null {
  if (typeof raw !== 'object' || raw === null) return null
  const { id, method, params } = raw as Record<string, unknown>
  if (typeof id !== 'string' || !ID.test(id)) return null
  return typeof method === 'string' && typeof params === 'string' ? { id, method, params } : null
}

/** Bridge's world → background, by itself and without an answer: this page's site is on, or off, where others are not. */
export const MARK = 'mark'

/** A connection token as a link. From a content script: `{ link }`, for one that a person clicked. */
export const LINK_SCHEME = 'bunker:'

/** Characters of a link that is taken. */
export const MAX_LINK = 2_000
