import { CASES, DOORS, type HostileCase } from './cases'

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const table = (rows: readonly HostileCase[], seen: string): string =>
  [
    row(['a page that means harm', 'what comes of it', seen]),
    row(['---', '---', '---']),
    ...rows.map(({ id, tries, outcome }) => row([tries, outcome, `\`${id}\``])),
  ].join('\n')

/** The whole of docs/hostile.md. */
export function docs(): string {
  const count = Object.values(CASES).flat().length
  const sections = Object.entries(CASES).map(([name, rows]) => `### ${name}\n\n${table(rows, 'case')}`)
  return `# Pages that mean harm

Made by \`UPDATE_DOCS=1 npx vitest run src/background/door.test.ts\` from \`e2e/hostile/cases.ts\`; without it the test fails where
this page says something else.

## In real browsers

${count} cases, each played in Chromium and in Firefox with the built extension and a phone paired
(\`npx playwright test hostile\`). Each asserts its outcome in both, the same one. After each flood, and while it goes on, a page
of another site has its answer within ${BOUND} s, the background is the one it was before, and the panel opens.

${sections.join('\n\n')}

## At the doors of the background

Random messages and senders (fast-check) against the whole background on a played browser: \`src/background/door.test.ts\`, with
\`src/wire/background.test.ts\` for the parser.

${table(DOORS, 'test')}

## What is not promised

- window.nostr itself tells that there is a NIP-07 provider, and its looks (the text of its functions, which methods there
  are) which one. A person who does not want that switches to chosen sites only: elsewhere it is not there.
- How long things take is not looked at. A page that measures the time of its calls may learn whether somebody was asked.
- Chromium lets a page read the addresses of scripts through \`Error.prepareStackTrace\` and, where the page's headers ask for it,
  a profiler: they name the extension by its id, which is the same for all who have it. Firefox has neither.
- All sites share one background. A page that makes thousands of calls slows the others’ answers down while it does, by a few
  seconds at most where this was measured.
- A page may replace window.nostr in its own frames, and speak for itself there: it could as well ship another one.
`
}

/** Seconds in which a page of another site has its answer while a flood goes on. */
export const BOUND = 10
