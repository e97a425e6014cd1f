import { QUIRKS } from './quirks'

/** What was seen, by scene and signer. */
export type Seen = Record<string, Record<string, string>>

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

/** The whole of docs/signers.md. */
export function page(
  scenes: readonly string[],
  signers: readonly { name: string; version: string }[],
  seen: Seen,
  old: { version: string; said: string },
): string {
  const results = scenes.map((scene) => [scene, ...signers.map(({ name }) => seen[scene]?.[name] ?? '')])
  const quirks = QUIRKS.map(({ signer, quirk, file, test }) => [signer, quirk, `${file}: ${test}`])
  return `# Remote signers, as seen

Made by \`UPDATE_DOCS=1 npx vitest run interop\`; without it the suite fails where this page no longer says what it sees.
Everything here was played by Lanyard's own session machine and sockets (\`src/signer\`, \`src/edges/sockets.ts\`) over a
real relay on this machine, against software that its authors did not write.

## Signers that run here

\`yes\`: answered, and the answer is what was asked. \`silence\`: no answer until our deadline, then the call ends as \`expired\`.
Else the code with which the call ended, and the signer's words. \`unsupported\` is learned, and not asked again.

${table(['', ...signers.map(({ name, version }) => `${name} (${version})`)], results)}

NDK has no QR flow: its answer to the QR code is sent by hand. Neither has snstr. applesauce's app keeps \`client\` and
cmdcode's its sessions over a restart, as they are meant to; the others keep nothing by themselves. A closed relay is
answered with each library's own means, where it has any.

## ${old.version}, of 2023

${old.said}

What is asked of us beside \`connect\` and \`disconnect\` (\`describe\`, say) gets no answer, whoever asks. A \`disconnect\` that is
said while nobody listens is heard later only where a relay keeps what is ephemeral; where none does, the next call ends as \`expired\`.
Nostrum itself listens on wss://nostr.vulpem.com alone, whatever a code names, and falls over where \`metadata=\` has no \`url\`
(read from its source): a code for it must name that relay. A \`connect\` request in NIP-44 is no
claim, and neither is one to a pasted token.

## Quirks that none of them shows

Read from the sources of these signers, or seen when they were run elsewhere; played by the scripted signer of \`src/testing\`.

${table(['signer', 'quirk', 'played by'], quirks)}
`
}
