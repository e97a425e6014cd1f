import type { Failure } from '../protocol/error'
import { redact, relayName, shortId } from '../protocol/redact'
import type { AccountView, PairingView, RelayView, Snapshot, TraceEntry } from '../wire/panel'

/** Lines of the trace that a report ends in, at most. */
const LINES = 100

/**
 * What somebody who helps needs to know, as plain text: in English, as it goes into issues and chats of developers. No
 * key, token, secret, site or plaintext is in it: of the snapshot only what is named here is read, and words of others
 * go through `redact`.
 * @param now ms since the epoch
 * @param browser its name and version
 */
export function reportOf(snapshot: Snapshot, trace: readonly TraceEntry[], now: number, browser = 'unknown'): string {
  const { version, pairing, accounts, lock, settings, pending, approvals } = snapshot
  const secret = secretOf(pairing)
  const clean = (words: string) => redact(secret ? words.replaceAll(secret, '…') : words)
  const sections = [
    [
      `Lanyard ${version}, ${clean(browser)}`,
      `Written ${new Date(now).toISOString()}`,
      `Accounts ${accounts.length}, at their signer ${pending.length}, waiting for consent ${approvals.length}`,
      `Lock ${lock.state}, sites ${settings.sites}, patience ${settings.patience} min`,
    ],
    ...(pairing ? [pairingLines(pairing, now, clean)] : []),
    ...accounts.map((account, i) => accountLines(account, i, now, clean)),
    traceLines(trace, clean),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

type Clean = (words: string) => string

/** Of a QR code's token: it may turn up in an error. */
const secretOf = (pairing: PairingView | null): string | null =>
  pairing?.token && URL.canParse(pairing.token) ? new URL(pairing.token).searchParams.get('secret') : null

function pairingLines(pairing: PairingView, now: number, clean: Clean): string[] {
  const { flow, stage, startedAt, signer, error, auth, lights, replaced } = pairing
  return [
    `Pairing by ${flow}, ${stage}, begun ${since(startedAt, now)}, signer ${signer ?? 'not said'}`,
    ...(error ? [`  error ${failureText(error, clean)}`] : []),
    ...(auth ? [`  wants a page opened${auth.foreign ? ', asked by another key' : ''}`] : []),
    ...(replaced.length > 0 ? [`  replaced ${replaced.map(relayName).join(', ')}`] : []),
    ...lights.map((light) => relayLine(light, now, clean)),
  ]
}

function accountLines(account: AccountView, i: number, now: number, clean: Clean): string[] {
  const { signer, cipher, learned, pairedAt, answeredAt, lights, relays } = account
  const seen = Object.entries(learned).map(([method, did]) => `${method} ${did}`)
  return [
    `Account ${i + 1}, signer ${signer ?? 'unknown'}, ${cipher}${seen.length > 0 ? `, ${seen.join(', ')}` : ''}`,
    `  paired ${since(pairedAt, now)}, ${answeredAt === null ? 'not heard since' : `answered ${since(answeredAt, now)}`}`,
    ...(lights.length > 0
      ? lights.map((light) => relayLine(light, now, clean))
      : relays.map((url) => `  ${relayName(url)}: asleep`)),
  ]
}

function relayLine({ url, state, trouble, health }: RelayView, now: number, clean: Clean): string {
  const parts = [state, ...(health ? healthWords(health, now) : ['not checked'])]
  return `  ${relayName(url)}: ${parts.join(', ')}${trouble ? `, ${failureText(trouble, clean)}` : ''}`
}

const YES_NO = (name: string, is: boolean | null): string => `${name} ${is === null ? '?' : is ? 'yes' : 'no'}`

function healthWords(health: NonNullable<RelayView['health']>, now: number): string[] {
  const { at, writes, reads, auth, clockOff, roundTrip } = health
  return [
    YES_NO('written', writes),
    YES_NO('read', reads),
    ...(roundTrip === null ? [] : [`${roundTrip} ms`]),
    ...(auth ? ['AUTH'] : []),
    ...(clockOff ? ['refuses our clock'] : []),
    `checked ${since(at, now)}`,
  ]
}

const failureText = ({ code, detail }: Failure, clean: Clean): string => (detail ? `${code} (${clean(detail)})` : code)

/** Whole seconds, minutes, hours or days ago. */
function since(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1_000))
  if (seconds < 120) return `${seconds} s ago`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min ago`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h ago` : `${Math.round(seconds / 86_400)} days ago`
}

function traceLines(trace: readonly TraceEntry[], clean: Clean): string[] {
  const newest = trace.slice(-LINES)
  if (newest.length === 0) return ['Trace: nothing since the background began']
  return [
    `Trace, the last ${newest.length} of ${trace.length}`,
    ...newest.map(({ at, relay, what, detail }) =>
      [
        new Date(at).toISOString().slice(11, 23),
        relay === null ? '-' : relayName(relay),
        shortWhat(what),
        clean(detail),
      ]
        .join(' ')
        .trimEnd(),
    ),
  ]
}

const shortWhat = (what: string): string => (what.length > 16 ? shortId(what) : what)

/** "Chromium 156 on Linux", as far as the browser says: no more of its long name than helps. */
export function browserName(agent: string): string {
  const [, name = 'unknown browser', version = ''] =
    /(Firefox|Edg|OPR|Chrome)\/(\d+)/.exec(agent.replace(/Chrome\/\S+(?=.*(Edg|OPR)\/)/, '')) ?? []
  const [system = 'unknown system'] = /Android|Windows|Mac OS X|CrOS|Linux/.exec(agent) ?? []
  return `${name} ${version} on ${system}`
}
