import { ABOUT_PAIRINGS, type Backup, backupText, parseBackup, parsePairings } from '../edges/backup'
import { now } from '../edges/clock'
import { canNotify } from '../edges/notify'
import { kdfSchema } from '../edges/records'
import { check } from '../edges/storage'
import { openText, sealText } from '../edges/vault'
import { questionOf } from '../policy/question'
import type { Rule } from '../policy/rule'
import type { SiteRecord, Sites } from '../policy/site'
import { atBrowserStart, prune } from '../policy/verdict'
import { fail, type Outcome, succeed } from '../protocol/error'
import { type Hex, isHex64 } from '../protocol/hex'
import { parseRelays } from '../protocol/relay'
import type { SessionRecord } from '../signer/line'
import { sessionLine } from '../signer/lines'
import { isOpen } from '../signer/record'
import type { CommandHandlers, Kdf } from '../wire/panel'
import type { Calls } from './calls'
import { isLocked, type State } from './state'
import type { Store } from './store'

/** Settings, sites and rules as a file, and back. All of a file is taken, or nothing. */
export function backupCommands(
  store: Store,
  calls: Calls,
): Pick<CommandHandlers, 'exportBackup' | 'readBackup' | 'importBackup'> {
  return {
    async exportBackup(seal) {
      if (seal && isLocked(store.state)) return fail('locked')
      const kdf = check(kdfSchema, seal?.kdf).value
      if (seal && (!isHex64(seal.key) || !kdf)) return fail('internal')
      const pairings = seal && kdf ? await sealed(store.state, seal.key, kdf) : null
      const { settings, sites, rules } = store.state
      const { account: _, ...kept } = settings
      return succeed(
        backupText({
          ...{ at: now(), settings: kept, pairings },
          sites: Object.values(sites),
          rules: atBrowserStart(prune(rules, now())),
        }),
      )
    },
    readBackup(text) {
      const file = parseBackup(text)
      if (!file.ok) return file
      const { at, sites, rules, pairings } = file.value
      return succeed({
        ...{ at, sites: sites.length, rules: rules.length },
        ...{ hasPairings: pairings !== null, kdf: pairings?.kdf ?? null },
      })
    },
    async importBackup(text, key) {
      const file = parseBackup(text)
      if (!file.ok) return file
      if (key !== null && isLocked(store.state)) return fail('locked')
      const opened = await open(file.value, key)
      if (!opened.ok) return opened
      const fresh = opened.value.filter(({ user }) => !store.state.sessions[user])
      store.update((state) => withSessions(withBackup(state, file.value), fresh))
      calls.consent.review()
      return succeed({ sites: file.value.sites.length, rules: file.value.rules.length, pairings: fresh.length })
    },
  }
}

const sealed = async ({ sessions }: State, key: Hex, kdf: Kdf) => ({
  kdf,
  sealed: await sealText(key, JSON.stringify(Object.values(sessions).filter(isOpen)), ABOUT_PAIRINGS),
})

/** @returns the pairings in it; none without a key */
async function open({ pairings }: Backup, key: Hex | null): Promise<Outcome<SessionRecord[]>> {
  if (key === null || pairings === null) return succeed([])
  const text = isHex64(key) ? await openText(key, pairings.sealed, ABOUT_PAIRINGS) : null
  return text === null ? fail('wrong-passphrase') : parsePairings(text)
}

/** Its settings instead of ours, its sites and rules beside ours; where both have one, the file's. */
function withBackup(state: State, file: Backup): State {
  const relays = parseRelays(file.settings.relays)
  return {
    ...state,
    settings: {
      ...state.settings,
      ...file.settings,
      ...(relays.ok && { relays: relays.value }),
      // the browser may not have been asked here
      notify: file.settings.notify && canNotify(),
    },
    rules: prune(joined(state.rules, file.rules), now()),
    sites: file.sites.reduce<Sites>(putIn, { ...state.sites }),
  }
}

/** Thousands of them: not one by one. */
function joined(ours: readonly Rule[], theirs: readonly Rule[]): Rule[] {
  const keyOf = (rule: Rule) => JSON.stringify(questionOf(rule))
  return [...new Map([...ours, ...theirs].map((rule) => [keyOf(rule), rule])).values()]
}

/** Into a record of our own making. */
function putIn(sites: Sites, theirs: SiteRecord): Sites {
  const ours = sites[theirs.origin]
  sites[theirs.origin] = {
    ...theirs,
    account: theirs.account ?? ours?.account ?? null,
    presets: { ...ours?.presets, ...theirs.presets },
    // what a site knows is a fact of this browser
    told: ours?.told ?? theirs.told,
    hasOther: ours?.hasOther ?? theirs.hasOther,
  }
  return sites
}

/** A pairing that is here already stays: it works, and the one in the file may have ended. */
function withSessions(state: State, sessions: readonly SessionRecord[]): State {
  const [first] = sessions
  if (!first) return state
  const lines = sessions.map((session) => sessionLine(session, now()))
  return {
    ...state,
    sessions: { ...state.sessions, ...Object.fromEntries(sessions.map((session) => [session.user, session])) },
    lines: { ...state.lines, ...Object.fromEntries(lines.map((line) => [line.id, line])) },
    settings: { ...state.settings, account: state.settings.account ?? first.user },
  }
}
