import { now } from '../edges/clock'
import { newId } from '../edges/random'
import { isPatience } from '../edges/records'
import { openTab } from '../edges/window'
import type { Rule } from '../policy/rule'
import { dropRule, dropSite, putRule, ruleOf } from '../policy/verdict'
import { fail, type Outcome, succeed } from '../protocol/error'
import { isHex64 } from '../protocol/hex'
import { parseRelays } from '../protocol/relay'
import { parseBunkerToken } from '../protocol/token'
import type { CommandHandlers, CommandMessage, CommandName } from '../wire/panel'
import type { Calls } from './calls'
import type { Lines } from './lines'
import { logOut } from './logout'
import { lineOf } from './state'
import type { Store } from './store'

const done = succeed<void>(undefined)

/** What the panel can ask for, one function each. */
export const commandsOf = (store: Store, lines: Lines, calls: Calls): CommandHandlers => ({
  ...pairingCommands(store, lines, calls),
  ...callCommands(store, lines, calls),
  ...settingCommands(store, calls),
})

type Commands<K extends CommandName> = Pick<CommandHandlers, K>

function pairingCommands(
  store: Store,
  lines: Lines,
  calls: Calls,
): Commands<'pairByQr' | 'pairByToken' | 'cancelPairing' | 'logOut'> {
  return {
    pairByQr(wanted) {
      const relays = parseRelays(wanted ?? store.state.settings.relays)
      if (relays.ok) lines.pairByQr(relays.value)
      return relays.ok ? done : relays
    },
    pairByToken(text) {
      const token = parseBunkerToken(text)
      if (token.ok) lines.pairByToken(token.value)
      return token.ok ? done : token
    },
    cancelPairing() {
      lines.endPairing()
      return done
    },
    logOut: (user) => (isHex64(user) ? logOut(store, lines, calls, user) : fail('invalid-call')),
  }
}

function callCommands(
  store: Store,
  lines: Lines,
  calls: Calls,
): Commands<'decide' | 'cancelCall' | 'askAgain' | 'openAuthUrl'> {
  /** The request that a call waits for. */
  const inFlight = (callId: string) => {
    const call = store.state.calls[callId]
    const line = call && lineOf(store.state, call.account)
    const request = call?.stage.at === 'signer' ? line?.requests[call.stage.request] : undefined
    return line && request ? { line, request } : null
  }
  return {
    decide(approvalId, verdict, skip = []) {
      calls.consent.decide(approvalId, verdict, skip)
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

function settingCommands(
  store: Store,
  calls: Calls,
): Commands<'setRule' | 'forgetRule' | 'forgetSite' | 'setDefaultRelays' | 'setPatience' | 'dismissNotice'> {
  const setRules = (change: (rules: Rule[]) => Rule[]) => {
    store.update((state) => ({ ...state, rules: change(state.rules) }))
    calls.consent.review()
    return done
  }
  return {
    setRule: (account, origin, permission, verdict) =>
      setRules((rules) => {
        const { rule } = ruleOf(verdict, { account, origin, permission }, now())
        return rule && store.state.sessions[account] ? putRule(rules, rule) : rules
      }),
    forgetRule: (account, origin, permission) => setRules((rules) => dropRule(rules, { account, origin, permission })),
    forgetSite: (origin) => setRules((rules) => dropSite(rules, origin)),
    setDefaultRelays(texts) {
      const relays = parseRelays(texts)
      if (!relays.ok) return relays
      store.update((state) => ({ ...state, settings: { ...state.settings, relays: relays.value } }))
      return done
    },
    setPatience(minutes) {
      if (!isPatience(minutes)) return fail('internal')
      store.update((state) => ({ ...state, settings: { ...state.settings, patience: minutes } }))
      return done
    },
    dismissNotice(noticeId) {
      store.update((state) => ({ ...state, notices: state.notices.filter((notice) => notice.id !== noticeId) }))
      return done
    },
  }
}

/**
 * Run what came up a panel port. Our own page sent it, so names and shapes are checked only as far as a stale page
 * (of the version before an update) could get them wrong.
 */
export async function runCommand(handlers: CommandHandlers, message: CommandMessage): Promise<Outcome<void>> {
  if (!Object.hasOwn(handlers, message.command) || !Array.isArray(message.args)) return fail('reload-page')
  const run = handlers[message.command as CommandName] as (...args: unknown[]) => Promise<Outcome<void>> | Outcome<void>
  try {
    return await run(...message.args)
  } catch {
    return fail('internal')
  }
}
