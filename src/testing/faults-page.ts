import { MOMENT_IDS, type Moment } from './faults-moments'
import { ALL_RELAYS, ONE_RELAY, OWN, type Row, SIGNER } from './faults-table'

/** A case that was played in real browsers (e2e/faults/cases.ts). */
export interface RealCase {
  fault: string
  moment: string
  relays?: 'one' | 'all'
  person?: string
  outcome: string
}

/** Words of other rooms. */
export interface Words {
  faults: Readonly<Record<string, string>>
  moments: Readonly<Record<Moment, string>>
  /** What a person is told, by error code. */
  told(code: string): string
}

/** Why some cases end in an error all the same, by code. */
const WHY: Readonly<Record<string, string>> = {
  'bad-answer': 'What came is not what was asked. It never reaches the site; the panel shows both side by side.',
  cancelled: 'The person did not want to wait.',
  'clock-off': 'Every relay refuses our time, so no signer hears of the request.',
  denied: 'Closing the window means no.',
  expired:
    'A relay has the request, and no answer came for as long as the person set (5 minutes), or none can come any more: the signer is silent, a relay refuses or keeps back its answer, or the answer was forgotten while the computer slept.',
  'logged-out': 'The record of the session is gone, and with it the client key.',
  'no-relay': 'No relay can be reached: for 30 seconds before any has the request, else until the deadline.',
  'not-paired': 'The record of the session is gone, and with it the client key.',
  'pairing-silent': 'The answer to the code cannot reach us over these relays, and nothing says why.',
  'relay-auth': 'Every relay wants a login and does not take ours.',
  'relay-rate': 'Every relay says for half a minute that it is too much.',
  'relay-refused': 'Every relay refuses.',
  'relay-restricted': 'Every relay refuses, or its login does.',
  'relay-work': 'Every relay refuses.',
  'session-ended': 'The signer has forgotten us; only pairing again helps.',
  'signer-refused': 'The person, or the signer’s rules, said no.',
  storage: 'Nothing can be begun on a journal that cannot be read: it would be overwritten.',
}

const codeOf = (cell: string): string => cell.replace(/ \d+ (s|min)$/, '')
const isError = (cell: string): boolean => !['answer', 'let go'].includes(codeOf(cell))

/** Faults of an answer strike in the browsers at the answer, here while the phone still thinks about it. */
const momentOf = ({ fault, moment }: RealCase): string =>
  moment === 'answered' && SIGNER.some((row) => row.fault === fault) ? 'published' : moment

/** Where the person asks again, the case goes on where ours ends. */
export const isSame = ({ person }: RealCase): boolean => person !== 'asks again'

/** What must come of a real case by the tables; null: there is no such cell. */
export function expected(real: RealCase): string | null {
  if (real.relays === 'one') return ONE_RELAY.includes(real.fault) ? 'answer' : null
  const row = [...ALL_RELAYS, ...SIGNER, ...OWN].find(({ fault }) => fault === real.fault)
  const cell = row?.cells[momentOf(real) as Moment]
  return cell === undefined ? null : codeOf(cell)
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')

function matrix(rows: readonly Row[], real: readonly RealCase[], { faults }: Words): string {
  const isSeen = (fault: string, moment: Moment) =>
    real.some((one) => one.fault === fault && one.relays !== 'one' && momentOf(one) === moment && isSame(one))
  const cell = (fault: string, moment: Moment, text: string) =>
    (isError(text) ? text.replace(codeOf(text), `**${codeOf(text)}**`) : text) + (isSeen(fault, moment) ? ' ✓' : '')
  return table(
    ['', ...MOMENT_IDS, 'shown after 10 s'],
    rows.map(({ fault, cells, shown }) => [
      faults[fault] ?? fault,
      ...MOMENT_IDS.map((moment) => cell(fault, moment, cells[moment])),
      shown,
    ]),
  )
}

function errors(words: Words): string {
  const rows = [...ALL_RELAYS, ...SIGNER, ...OWN]
  const codes = [...new Set(rows.flatMap(({ cells }) => Object.values(cells).filter(isError).map(codeOf)))].sort()
  const cells = rows.flatMap((row) => Object.values(row.cells).map(codeOf))
  return table(
    ['code', 'cells', 'why', 'what the person is told'],
    codes.map((code) => [
      code,
      String(cells.filter((cell) => cell === code).length),
      WHY[code] ?? '',
      words.told(code),
    ]),
  )
}

/** The whole of docs/faults.md. @param stories random schedules that src/signer/laws.test.ts runs */
export function page(words: Words, real: readonly RealCase[], stories: number): string {
  const cells = (ALL_RELAYS.length + SIGNER.length + OWN.length + ONE_RELAY.length) * MOMENT_IDS.length
  const ofOne = real.filter(({ relays }) => relays === 'one').map(({ fault, moment }) => `${fault} (${moment})`)
  const asked = real
    .filter((one) => !isSame(one))
    .map(({ fault, moment, relays }) => [fault, relays, `(${moment})`].filter(Boolean).join(' '))
  return `# What goes wrong, when, and what comes of it

Made by \`UPDATE_DOCS=1 npx vitest run src/background/faults.test.ts\` from the tables that the tests assert, cell by cell; without
it the test fails where this page says something else.

Each cell is the whole background with its sockets and storage, on a played browser with two relays, a phone and a fake
clock: one \`signEvent\` (or one pairing by QR code), one fault, at one moment: ${cells} cells. In each of them it ends in
bounded time and once, nothing unchecked is an answer, nobody is asked twice at the phone, no timer, socket or record is left
behind, and the background sleeps again. Beside them src/signer/laws.test.ts tells ${stories.toLocaleString('en')} random stories of many faults at once,
seeded, with the same laws.

\`answer\`: what was asked for. **bold**: an error of this code. \`let go\`: nobody is left to be told, and nothing is kept. A
time stands where it takes longer than ten seconds. ✓: also seen in real Chromium and real Firefox, with the extension as it
is built and real sockets (${real.length} cases, \`e2e/faults\`).

${table(
  ['moment', ''],
  MOMENT_IDS.map((moment) => [moment, words.moments[moment]]),
)}

## One of two relays

Any of these on one relay, at any moment: \`answer\`, within ten seconds. Seen in real browsers too: ${ofOne.join(', ')}.

${ONE_RELAY.map((fault) => `- ${words.faults[fault] ?? fault}`).join('\n')}

## All relays

Slow is here a second each way, and frames get lost for five seconds.

${matrix(ALL_RELAYS, real, words)}

## The phone

${matrix(SIGNER, real, words)}

## Browser, computer, person

${matrix(OWN, real, words)}

Shown: \`connecting 0/2\`: no relay has it yet, with the reason where there is one; \`taken 2/2\`: how many relays said that they have
it, and then \`reached\` or \`silent\` where the phone answered a \`ping\` or did not; \`pairing: …\`: the step of the pairing.

## Which cases still end in an error, and why

${errors(words)}

*Ask again* signs the request anew; seen to bring the answer in real browsers after: ${asked.join(', ')}.
`
}
