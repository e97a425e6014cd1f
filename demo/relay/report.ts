import { factsOf, type Handed } from './facts'
import type { LocalRelay } from './relay'
import { type Weighed, weigh } from './sizes'

/** Names for keys, so that a person can read the report. The relay has the keys alone. */
export type Names = Readonly<Record<string, string>>

const row = (...cells: (string | number)[]): string =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`

const table = (head: string[], rows: string[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n')

/** Every key by its name. */
const named = (text: string, names: Names): string =>
  Object.entries(names)
    .reduce((said, [key, name]) => said.replaceAll(key, name), text)
    .replace(/\b([0-9a-f]{8})[0-9a-f]{56}\b/g, '$1…')

const cipherIn = ({ event: { kind, content } }: Handed): string => {
  if (content.includes('?iv=')) return 'NIP-04'
  return kind === 24_133 || kind === 31_234 ? 'NIP-44' : content ? 'none' : ''
}

/** Clients number those of one sort; angle brackets would be HTML. */
const withoutNumber = (id: string): string => id.replace(/:?\d+$/, '').replace(/[<>]/g, '')

/** Those alike in one row, in order of their first. */
function grouped<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return [...groups.values()]
}

const between = (numbers: number[]): string => {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  return low === high ? String(low) : `${low} to ${high}`
}

function sizes(weighed: readonly Weighed[]): string {
  const rows = grouped(weighed, ({ method }) => method).map((calls) => {
    const answers = calls.flatMap(({ answered }) => answered ?? [])
    const answer = (of: 'said' | 'seen') => (answers.length > 0 ? between(answers.map((one) => one[of])) : 'none')
    return row(
      ...[calls[0]?.method ?? '', calls.length, between(calls.map(({ said }) => said))],
      ...[between(calls.map(({ seen }) => seen)), answer('said'), answer('seen')],
    )
  })
  return table(['method', 'times', 'request', 'as the relay saw it', 'answer', 'as the relay saw it'], rows)
}

/**
 * What a relay could learn, as tables in Markdown.
 * @param transportKey of the signer, for the sizes of what it could not read
 */
export function reportOf({ frames, visits, url }: LocalRelay, names: Names, transportKey: string): string {
  const { handed, asked, proofs } = factsOf(frames)
  const start = visits[0]?.at ?? 0
  const time = (at: number) => `${((at - start) / 1000).toFixed(1)} s`
  const name = (text: string) => named(text, names)
  const questions = grouped(asked, ({ socket, id, filter }) => {
    const { since: _, ...rest } = filter
    return JSON.stringify([socket, withoutNumber(id), rest])
  })
  return `# What the relay saw

Machine-made. ${url}, from ${new Date(start).toISOString()}. Names stand for keys, which is all that the relay has.

## Sockets, with what their browsers said in the handshake

${table(
  ['socket', 'at', 'origin', 'user agent', 'language', 'logged in as (NIP-42)'],
  visits.map(({ socket, at, origin, agent, language }) => {
    const logins = proofs.filter((proof) => proof.socket === socket).map(({ pubkey }) => name(pubkey))
    return row(socket, time(at), origin || 'none', agent || 'none', language || 'none', logins.join(', ') || 'nobody')
  }),
)}

## Questions (REQ)

${table(
  ['socket', 'first at', 'times', 'id', 'filter'],
  questions.flatMap(([first, ...more]) =>
    first
      ? row(first.socket, time(first.at), more.length + 1, withoutNumber(first.id), name(JSON.stringify(first.filter)))
      : [],
  ),
)}

## Events (EVENT)

${table(
  ['at', 'socket', 'kind', 'from', 'to', 'bytes', 'content', 'cipher'],
  handed.map((one) => {
    const { at, socket, event, size } = one
    const to = event.tags.filter(([tag]) => tag === 'p').map(([, key = '']) => name(key))
    return row(
      ...[time(at), socket, event.kind, name(event.pubkey), to.join(', ')],
      ...[size, event.content.length, cipherIn(one)],
    )
  }),
)}

## What it could not read, in bytes

Opened with the phone's key, which no relay has.

${sizes(weigh(handed, transportKey))}
`
}
