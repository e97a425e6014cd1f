import { newId } from '../edges/random'
import { isLanguage, isPatience, type Settings } from '../edges/records'
import { openTab } from '../edges/window'
import { putSite, type SiteRecord } from '../policy/site'
import { fail, type Outcome, succeed } from '../protocol/error'
import { type Hex, isHex64 } from '../protocol/hex'
import { isPreset } from '../protocol/preset'
import { parseRelays } from '../protocol/relay'
import { parseBunkerToken } from '../protocol/token'
import type { CommandHandlers, CommandMessage, CommandName } from '../wire/panel'
import { backupCommands } from './backup'
import type { Calls } from './calls'
import { findCommands, pairByAddress } from './find-signers'
import { setSiteAccount } from './identity'
import type { Lines } from './lines'
import { lockCommands } from './lock-commands'
import type { Locking } from './locking'
import type { Log } from './log'
import { logOut } from './logout'
import { nameSigner } from './name-signer'
import type { Offers } from './offers'
import { accountCommands } from './profiles'
import { inRow } from './rows'
import { ruleCommands } from './rule-commands'
import { sparesFor } from './spares'
import { isLocked, lineOf } from './state'
import type { Store } from './store'
import { lineCommands, type Trace } from './trace'
import { type Undoing, undoCommands } from './undo'

const done = succeed<void>(undefined)

/** What the panel can ask for, one function each. */
export const commandsOf = (
  store: Store,
  lines: Lines,
  calls: Calls,
  log: Log,
  undoing: Undoing,
  locking: Locking,
  trace: Trace,
  offers: Offers,
): CommandHandlers => ({
  ...pairingCommands(store, lines, calls, log),
  ...callCommands(store, lines, calls),
  ...ruleCommands(store, calls, undoing),
  ...siteCommands(store, calls),
  ...settingCommands(store, log, undoing),
  ...lockCommands(locking),
  ...backupCommands(store, calls),
  ...undoCommands(undoing, calls),
  ...accountCommands(store),
  ...findCommands(store),
  ...offers.commands,
  ...lineCommands(store, lines, trace),
})

type Commands<K extends CommandName> = Pick<CommandHandlers, K>

function pairingCommands(
  store: Store,
  lines: Lines,
  calls: Calls,
  log: Log,
): Commands<'pairByQr' | 'pairByToken' | 'cancelPairing' | 'confirmSigner' | 'disownSigner' | 'setSigner' | 'logOut'> {
  /** About a claim; where it is gone the snapshot says so. */
  const say = (type: 'confirm' | 'disown', pairingId: string, remoteSigner: Hex) => {
    if (!isHex64(remoteSigner)) return fail('internal')
    lines.feed(pairingId, { type, remoteSigner })
    return done
  }
  return {
    pairByQr(wanted, signer = null, given) {
      if (isLocked(store.state)) return fail('locked')
      const relays = parseRelays(wanted ?? store.state.settings.relays)
      if (!relays.ok) return relays
      // what is left out arrives as null where ports carry JSON
      const spares = given ? parseRelays(given) : null
      if (spares && !spares.ok) return spares
      const own = spares ? { spares: spares.value, keeps: [] } : sparesFor(relays.value, store.state.settings.relays)
      lines.pairByQr(relays.value, own)
      return nameSigner(store, 'pairing', signer)
    },
    pairByToken(text, signer = null) {
      if (isLocked(store.state)) return fail('locked')
      const token = parseBunkerToken(text)
      if (!token.ok && token.error.code === 'token-unknown') return pairByAddress(store, lines, text, signer)
      if (!token.ok) return token
      lines.pairByToken(token.value)
      return nameSigner(store, 'pairing', signer)
    },
    cancelPairing() {
      lines.endPairing()
      return done
    },
    confirmSigner: (pairingId, remoteSigner) => say('confirm', pairingId, remoteSigner),
    disownSigner: (pairingId, remoteSigner) => say('disown', pairingId, remoteSigner),
    setSigner: (whose, signer) => nameSigner(store, whose, signer),
    logOut: (user) => (isHex64(user) ? logOut(store, lines, calls, log, user) : fail('invalid-call')),
  }
}

function callCommands(
  store: Store,
  lines: Lines,
  calls: Calls,
): Commands<'decide' | 'stopRow' | 'cancelCall' | 'askAgain' | 'openAuthUrl'> {
  /** The request that a call waits for. */
  const inFlight = (callId: string) => {
    const call = store.state.calls[callId]
    const line = call && lineOf(store.state, call.account)
    const request = call?.stage.at === 'signer' ? line?.requests[call.stage.request] : undefined
    return line && request ? { line, request } : null
  }
  return {
    decide(approvalId, verdict, skip = [], preset) {
      calls.consent.decide(approvalId, verdict, skip, isPreset(preset) ? preset : null)
      return done
    },
    stopRow(account, origin, permission) {
      for (const { id } of inRow(store.state, account, origin, permission)) calls.cancel(id)
      return done
    },
    cancelCall(callId) {
      calls.cancel(callId)
      return done
    },
    askAgain(callId) {
      const found = inFlight(callId)
      if (found) lines.feed(found.line.id, { type: 'again', id: found.request.id, newId: newId() })
      return done
    },
    async openAuthUrl(id) {
      const auth = inFlight(id)?.request.auth ?? store.state.lines[id]?.pairing?.auth
      const url = auth?.url
      if (url?.startsWith('https://')) await openTab(url)
      return done
    },
  }
}

function siteCommands(
  store: Store,
  calls: Calls,
): Commands<'setSiteAccount' | 'setDefaultAccount' | 'setSiteOn' | 'setSiteFirm' | 'setSitesMode'> {
  const set = (part: Partial<Settings>) => {
    store.update((state) => ({ ...state, settings: { ...state.settings, ...part } }))
    return done
  }
  const setSite = (origin: string, part: Partial<SiteRecord>) => {
    // a record that does not fit would be drawn, and stay
    if (typeof origin !== 'string') return fail('internal')
    store.update((state) => ({ ...state, sites: putSite(state.sites, origin, part) }))
    return done
  }
  return {
    setSiteAccount(origin, account) {
      setSiteAccount(store, calls, origin, account)
      return done
    },
    setDefaultAccount: (account) => (store.state.sessions[account] ? set({ account }) : fail('internal')),
    setSiteOn: (origin, on) => setSite(origin, { on: typeof on === 'boolean' ? on : null }),
    setSiteFirm: (origin, isFirm) => setSite(origin, { isFirm: isFirm === true }),
    setSitesMode: (mode) => (mode === 'every' || mode === 'chosen' ? set({ sites: mode }) : fail('internal')),
  }
}

function settingCommands(
  store: Store,
  log: Log,
  undoing: Undoing,
): Commands<
  | 'setDefaultRelays'
  | 'setPatience'
  | 'dismissNotice'
  | 'readLog'
  | 'clearLog'
  | 'setLogging'
  | 'setNotify'
  | 'setLinks'
  | 'setTheme'
  | 'setLanguage'
> {
  const set = (part: Partial<Settings>) => {
    store.update((state) => ({ ...state, settings: { ...state.settings, ...part } }))
    return done
  }
  return {
    setDefaultRelays(texts) {
      const relays = parseRelays(texts)
      return relays.ok ? set({ relays: relays.value }) : relays
    },
    setPatience: (minutes) => (isPatience(minutes) ? set({ patience: minutes }) : fail('internal')),
    dismissNotice(noticeId) {
      store.update((state) => ({ ...state, notices: state.notices.filter((notice) => notice.id !== noticeId) }))
      return done
    },
    readLog: async (query) => succeed(await log.read(query)),
    async clearLog() {
      await undoing.takeLog()
      return done
    },
    setLogging: (on) => set({ log: on === true }),
    setNotify: (on) => set({ notify: on === true }),
    setLinks: (on) => set({ links: on === true }),
    setTheme: (theme) =>
      theme === 'light' || theme === 'dark' || theme === 'system' ? set({ theme }) : fail('internal'),
    setLanguage: (language) => (language === null || isLanguage(language) ? set({ language }) : fail('internal')),
  }
}

/**
 * Run what came up a panel port. Our own page sent it, so names and shapes are checked only as far as a stale page
 * (of the version before an update) could get them wrong.
 */
export async function runCommand(handlers: CommandHandlers, message: CommandMessage): Promise<Outcome> {
  if (typeof message.command !== 'string' || !Object.hasOwn(handlers, message.command) || !Array.isArray(message.args))
    return fail('reload-page')
  const run = handlers[message.command as CommandName] as (...args: unknown[]) => Promise<Outcome> | Outcome
  try {
    return await run(...message.args)
  } catch {
    return fail('internal')
  }
}
