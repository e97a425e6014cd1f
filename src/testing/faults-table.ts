import { MOMENT_IDS, type Moment } from './faults-moments'

/** Faults beside those of e2e/faults/cases.ts, one plain sentence each. */
export const MORE_FAULTS = {
  speechless: 'The relay opens the connection and never says a word after it.',
  down: 'The relay goes away and does not come back.',
  'no-ok': 'The relay passes events on and never says OK.',
  'no-ok-delay': 'The same, and the phone takes a minute.',
  'refuses-login': 'The relay wants a login (NIP-42) and does not let us in.',
  'refuses-mute': 'The relay refuses events: mute, for nobody listens.',
  away: 'The phone is offline for 40 seconds.',
  refuses: 'The person at the phone, or the signer, says no.',
  'session-over': 'The signer does not know this browser any more.',
  'browser-closes': 'The browser closes.',
  sleep: 'The computer sleeps for 4 minutes.',
  'long-sleep': 'The computer sleeps for 10 minutes; relays keep answers for 5.',
  'storage-full': 'The browser stores nothing any more.',
  'storage-full-death': 'The same, and the browser ends the background.',
  'journal-spoilt': 'The journal cannot be understood, and the browser ends the background.',
  'session-spoilt': 'The record of the session cannot be understood, and the browser ends the background.',
  unreadable: 'Storage cannot be read for 5 seconds, and the browser ends the background.',
  'window-closed': 'The person closes the window that asks.',
  'page-gone': 'The page is closed.',
} as const

/** Moments beside those of e2e/faults/cases.ts. */
export const MORE_MOMENTS = {
  sent: 'The request is sent, no relay has said that it took it.',
  untold: 'The answer is here, the page does not have it yet.',
} as const

/** What must come of a fault at each moment, and what the panel shows of those that take longer than ten seconds. */
export interface Row {
  fault: string
  cells: Record<Moment, string>
  shown: string
}

/** `"` is the same as to the left. */
function rows(text: string): Row[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [fault = '', ...texts] = line.split('|').map((cell) => cell.trim())
      const cells = texts.slice(0, MOMENT_IDS.length)
      const filled = cells.map((_, n) => cells.slice(0, n + 1).findLast((cell) => cell !== '"') ?? '')
      const entries = MOMENT_IDS.map((moment, n) => [moment, filled[n] ?? ''])
      return { fault, cells: Object.fromEntries(entries) as Row['cells'], shown: texts[MOMENT_IDS.length] ?? '' }
    })
}

/** Of one relay of two none makes a difference: each of these faults, at each moment. */
export const ONE_RELAY = `slow blackhole speechless down loss duplicates reordering garbage no-eose no-ok silent-accept
  sudden-close half-open demands-auth refuses-auth refuses-login refuses-rate refuses-restricted refuses-blocked
  refuses-work refuses-error refuses-clock refuses-mute`.split(/\s+/)

/** Of all relays. */
export const ALL_RELAYS = rows(`
slow               | answer                 | answer                | "                     | "                     | "              | "              | answer |
blackhole          | pairing-silent 15 min  | no-relay 30 s         | "                     | "                     | no-relay 5 min | "              | answer | pairing: waiting; connecting 0/2 no-relay; taken 2/2
speechless         | pairing-silent 15 min  | no-relay 30 s         | "                     | "                     | expired 5 min  | "              | answer | pairing: waiting; connecting 0/2; taken 2/2
down               | pairing-silent 15 min  | no-relay 30 s         | "                     | "                     | no-relay 5 min | "              | answer | pairing: connecting; connecting 0/2 no-relay; taken 2/2 no-relay
loss               | answer 10 s            | answer                | "                     | "                     | answer 10 s    | answer         | "      |
duplicates         | answer                 | "                     | "                     | "                     | "              | "              | "      |
reordering         | answer                 | "                     | "                     | "                     | "              | "              | "      |
garbage            | answer                 | "                     | "                     | "                     | "              | "              | "      |
no-eose            | answer                 | "                     | "                     | "                     | "              | "              | "      |
no-ok              | answer                 | "                     | "                     | "                     | "              | "              | "      |
no-ok-delay        | answer 2 min           | answer 60 s           | "                     | "                     | "              | answer         | "      | pairing: waiting; taken 0/2; taken 2/2
silent-accept      | pairing-silent 15 min  | expired 5 min         | "                     | "                     | "              | answer         | "      | pairing: waiting; taken 0/2; taken 2/2
sudden-close       | answer                 | "                     | "                     | "                     | "              | "              | "      |
half-open          | answer 15 s            | answer                | "                     | "                     | answer 15 s    | "              | answer | pairing: waiting; taken 2/2
demands-auth       | answer                 | "                     | "                     | "                     | "              | "              | "      |
refuses-auth       | pairing-silent 15 min  | relay-auth            | "                     | "                     | expired 5 min  | answer         | "      | pairing: waiting; taken 2/2
refuses-login      | relay-restricted 60 s  | relay-restricted 30 s | "                     | "                     | answer         | "              | "      | pairing: answered; connecting 0/2 relay-restricted
refuses-rate       | pairing-silent 15 min  | relay-rate 30 s       | "                     | "                     | expired 5 min  | answer         | "      | pairing: waiting; queued 0/0 relay-rate; taken 2/2
refuses-restricted | pairing-silent 15 min  | relay-restricted      | "                     | "                     | expired 5 min  | answer         | "      | pairing: waiting; taken 2/2
refuses-blocked    | pairing-silent 15 min  | relay-restricted      | "                     | "                     | expired 5 min  | answer         | "      | pairing: waiting; taken 2/2
refuses-work       | pairing-silent 15 min  | relay-work            | "                     | "                     | expired 5 min  | answer         | "      | pairing: waiting; taken 2/2
refuses-error      | pairing-silent 15 min  | relay-refused         | "                     | "                     | expired 5 min  | answer         | "      | pairing: waiting; taken 2/2
refuses-clock      | pairing-silent 15 min  | clock-off             | "                     | "                     | expired 5 min  | answer         | "      | pairing: waiting; taken 2/2
refuses-mute       | pairing-silent 15 min  | relay-refused         | "                     | "                     | expired 5 min  | answer         | "      | pairing: waiting; taken 2/2
`)

export const SIGNER = rows(`
silence          | expired 2 min  | expired 5 min  | "           | "           | "           | answer | " | pairing: answered; taken 2/2
delay            | answer 2 min   | answer 60 s    | "           | "           | "           | answer | " | pairing: waiting; taken 2/2
away             | answer 40 s    | "              | "           | "           | "           | answer | " | pairing: waiting; taken 2/2
wrong-id         | expired 2 min  | expired 5 min  | "           | "           | "           | answer | " | pairing: answered; taken 2/2
wrong-key        | answer         | "              | "           | "           | "           | "      | " |
tampered-event   | answer         | bad-answer     | "           | "           | "           | answer | " |
wrong-type       | bad-answer     | "              | "           | "           | "           | answer | " |
double-answer    | answer         | "              | "           | "           | "           | "      | " |
late-answer      | let go         | cancelled      | "           | "           | "           | answer | " |
other-relay      | answer         | "              | "           | "           | "           | "      | " |
auth-url         | answer         | "              | "           | "           | "           | "      | " |
foreign-auth-url | answer         | "              | "           | "           | "           | "      | " |
refuses          | signer-refused | "              | "           | "           | "           | answer | " |
session-over     | session-ended  | "              | "           | "           | "           | answer | " |
`)

/** Of the browser, its storage, the computer and its person. */
export const OWN = rows(`
death              | answer 30 s | answer     | "          | "       | "       | "             | "       |
two-deaths         | answer 30 s | answer     | "          | "       | "       | "             | "       |
browser-closes     | let go      | "          | "          | "       | "       | "             | "       |
sleep              | answer 10 s | answer     | "          | "       | "       | "             | "       |
long-sleep         | answer 10 s | answer     | "          | "       | "       | expired 20 s  | answer  | taken 2/2 reached
storage-full       | answer      | "          | "          | "       | "       | "             | "       |
storage-full-death | answer      | "          | "          | "       | "       | "             | "       |
journal-spoilt     | let go      | answer     | "          | "       | "       | "             | "       |
session-spoilt     | answer 30 s | logged-out | not-paired | "       | "       | "             | answer  |
unreadable         | answer 25 s | storage    | "          | "       | "       | "             | "       |
window-closed      | answer      | denied     | answer     | "       | "       | "             | "       |
page-gone          | answer      | let go     | "          | "       | "       | "             | "       |
`)

/** Laws that cannot hold, and why. */
export const EXEMPT: Readonly<Record<string, readonly string[]>> = {
  // it cannot be taken out either
  'storage-full': ['the journal holds no call', 'the journal holds no request'],
  'storage-full-death': ['the journal holds no call', 'the journal holds no request'],
  // that it was asked before is what the journal knew
  'journal-spoilt': ['nobody is asked twice at the phone'],
}
