import type { ErrorCode } from '../../src/protocol/error'

// What may go wrong, when, and what the site gets all the same: the words of the matrix in Node
// (src/background/faults.test.ts), of the real browsers (e2e/faults.spec.ts) and of the page made from both.

const RELAY_FAULTS = {
  slow: 'The relay takes seconds each way.',
  blackhole: 'The relay accepts the connection and never says a word, not even the WebSocket handshake.',
  loss: 'Frames never arrive.',
  duplicates: 'Every frame arrives twice.',
  reordering: 'Frames overtake each other.',
  garbage: 'Before each frame comes one that makes no sense.',
  'no-eose': 'The relay never says that it has nothing more stored.',
  'silent-accept': 'The relay takes events, says no OK and passes none on.',
  'sudden-close': 'The relay cuts the connection without a goodbye, and takes a new one.',
  'half-open': 'The connection looks open, and nothing goes through any more in either direction.',
  'demands-auth': 'The relay serves nobody who has not logged in (NIP-42).',
  'refuses-auth': 'The relay refuses events: auth-required, whoever has logged in.',
  'refuses-rate': 'The relay refuses events: rate-limited.',
  'refuses-restricted': 'The relay refuses events: restricted.',
  'refuses-blocked': 'The relay refuses events: blocked.',
  'refuses-work': 'The relay refuses events: pow.',
  'refuses-error': 'The relay refuses events: error.',
  'refuses-clock': 'The relay refuses events: created_at is too far off.',
} as const

const SIGNER_FAULTS = {
  silence: 'The signer never answers.',
  delay: 'The signer takes its time.',
  'wrong-id': 'The signer answers under an id that nobody asked.',
  'wrong-key': 'A stranger answers first, under the right id.',
  'tampered-event': 'The signer signs something other than what was asked.',
  'wrong-type': 'The signer answers something that is no event.',
  'double-answer': 'The signer answers twice, the second time otherwise.',
  'late-answer': 'The signer answers a call that has ended.',
  'other-relay': 'The signer answers on another relay than the one it was asked on.',
  'auth-url': 'The signer wants a page opened first.',
  'foreign-auth-url': 'A stranger wants a page opened.',
} as const

const OWN_FAULTS = {
  death: 'The browser ends the background.',
  'two-deaths': 'The browser ends the background, and again as soon as it is back.',
} as const

/** By id, one plain sentence each. */
export const FAULTS = { ...RELAY_FAULTS, ...SIGNER_FAULTS, ...OWN_FAULTS } as const
export type Fault = keyof typeof FAULTS

/** When a fault strikes: by id, in the order of a call's life. */
export const MOMENTS = {
  pairing: 'A QR code is shown, and the phone answers it.',
  approval: 'The person is asked at this screen.',
  connecting: 'The request is on its way, no relay has taken it.',
  published: 'A relay has taken the request, the phone has not answered.',
  answered: 'The answer is on its way.',
} as const
export type Moment = keyof typeof MOMENTS

/** How a call (or a pairing) ends: with what was asked for, or with an error of this code. */
export type Ending = 'answer' | ErrorCode

export interface Case {
  fault: Fault
  moment: Moment
  /** How many relays of the session have it: one of several, with a good one left, or all. Not for other faults. */
  relays?: 'one' | 'all'
  /** What a person does about it, where it takes one. */
  person?: 'cancels' | 'asks again' | 'opens the page' | 'opens the panel'
  outcome: Ending
}

/** Names a case among the others. */
export const nameOf = ({ fault, moment, relays }: Omit<Case, 'outcome'>): string =>
  [fault, moment, relays].filter(Boolean).join(' ')

/** A case as a sentence with its outcome. */
export const sentenceOf = ({ fault, moment, relays, person, outcome }: Case): string =>
  `${moment}${relays ? ` (${relays === 'one' ? 'one relay' : 'all relays'})` : ''}: ${FAULTS[fault]}${
    person ? ` The person ${person}.` : ''
  } → ${outcome}`

/** Run through the real extension in real Chromium and real Firefox. */
export const REAL_CASES: readonly Case[] = [
  { fault: 'blackhole', moment: 'pairing', relays: 'one', outcome: 'answer' },
  { fault: 'no-eose', moment: 'pairing', relays: 'all', outcome: 'answer' },
  { fault: 'demands-auth', moment: 'pairing', relays: 'all', outcome: 'answer' },
  { fault: 'blackhole', moment: 'connecting', relays: 'one', outcome: 'answer' },
  { fault: 'slow', moment: 'connecting', relays: 'one', outcome: 'answer' },
  { fault: 'silent-accept', moment: 'connecting', relays: 'one', outcome: 'answer' },
  { fault: 'refuses-rate', moment: 'connecting', relays: 'one', outcome: 'answer' },
  { fault: 'demands-auth', moment: 'connecting', relays: 'all', outcome: 'answer' },
  { fault: 'refuses-rate', moment: 'connecting', relays: 'all', outcome: 'relay-rate' },
  { fault: 'refuses-restricted', moment: 'connecting', relays: 'all', outcome: 'relay-restricted' },
  { fault: 'refuses-blocked', moment: 'connecting', relays: 'all', outcome: 'relay-restricted' },
  { fault: 'refuses-work', moment: 'connecting', relays: 'all', outcome: 'relay-work' },
  { fault: 'refuses-error', moment: 'connecting', relays: 'all', outcome: 'relay-refused' },
  { fault: 'refuses-clock', moment: 'connecting', relays: 'all', outcome: 'clock-off' },
  { fault: 'sudden-close', moment: 'published', relays: 'all', outcome: 'answer' },
  { fault: 'loss', moment: 'answered', relays: 'one', outcome: 'answer' },
  { fault: 'loss', moment: 'answered', relays: 'all', person: 'opens the panel', outcome: 'answer' },
  { fault: 'duplicates', moment: 'answered', relays: 'all', outcome: 'answer' },
  { fault: 'reordering', moment: 'answered', relays: 'all', outcome: 'answer' },
  { fault: 'garbage', moment: 'answered', relays: 'all', outcome: 'answer' },
  { fault: 'half-open', moment: 'published', relays: 'all', outcome: 'answer' },
  { fault: 'tampered-event', moment: 'answered', outcome: 'bad-answer' },
  { fault: 'wrong-type', moment: 'answered', outcome: 'bad-answer' },
  { fault: 'wrong-id', moment: 'answered', person: 'asks again', outcome: 'answer' },
  { fault: 'wrong-key', moment: 'answered', outcome: 'answer' },
  { fault: 'double-answer', moment: 'answered', outcome: 'answer' },
  { fault: 'late-answer', moment: 'answered', person: 'cancels', outcome: 'cancelled' },
  { fault: 'auth-url', moment: 'published', person: 'opens the page', outcome: 'answer' },
  { fault: 'foreign-auth-url', moment: 'published', outcome: 'answer' },
  { fault: 'two-deaths', moment: 'approval', outcome: 'answer' },
  { fault: 'two-deaths', moment: 'connecting', outcome: 'answer' },
  { fault: 'two-deaths', moment: 'published', outcome: 'answer' },
  { fault: 'two-deaths', moment: 'answered', outcome: 'answer' },
]
