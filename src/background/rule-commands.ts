import { now } from '../edges/clock'
import { type Question, sameQuestion, sameSite } from '../policy/question'
import type { Rule } from '../policy/rule'
import { putPreset } from '../policy/site'
import { putRule, ruleOf } from '../policy/verdict'
import { fail, succeed } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import { isPreset } from '../protocol/preset'
import type { CommandHandlers } from '../wire/panel'
import type { Calls } from './calls'
import type { State } from './state'
import type { Store } from './store'
import type { Undoing } from './undo'

const done = succeed<void>(undefined)

/** What sites may do, as the panel sets it. What waits for consent is asked again of the new rules. */
export function ruleCommands(
  store: Store,
  calls: Calls,
  undoing: Undoing,
): Pick<CommandHandlers, 'setRule' | 'forgetRule' | 'forgetRules' | 'denySite' | 'setPreset' | 'forgetSites'> {
  const change = (task: (state: State) => State) => {
    store.update(task)
    calls.consent.review()
    return done
  }
  const put = (rule: Rule | null) =>
    change((state) => (rule && state.sessions[rule.account] ? { ...state, rules: putRule(state.rules, rule) } : state))
  const take = (isMeant: (rule: Rule) => boolean) => {
    undoing.takeRules(isMeant)
    calls.consent.review()
    return done
  }
  return {
    setRule: (account, origin, permission, verdict, target) =>
      put(ruleOf(verdict, asking(account, origin, permission, target), now()).rule),
    forgetRule: (account, origin, permission, target) =>
      take((rule) => sameQuestion(rule, asking(account, origin, permission, target))),
    forgetRules: (account, origin) => take((rule) => sameSite(rule, { account, origin })),
    denySite: (account, origin, minutes) =>
      put(ruleOf({ kind: 'deny-for', minutes }, { account, origin, permission: '*' }, now()).rule),
    setPreset(account, origin, preset) {
      if (!store.state.sessions[account] || (preset !== null && !isPreset(preset))) return fail('internal')
      return change((state) => ({ ...state, sites: putPreset(state.sites, origin, account, preset) }))
    },
    async forgetSites(origins) {
      if (!isTexts(origins)) return fail('internal')
      const taken = undoing.takeSites(origins)
      calls.consent.review()
      await taken
      return done
    },
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

const asking = (account: Hex, origin: string, permission: string, target?: string): Question => ({
  ...{ account, origin, permission },
  // what is left out arrives as null where ports carry JSON
  ...(typeof target === 'string' && { target }),
})
