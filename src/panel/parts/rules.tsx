import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../edges/words'
import { SELF } from '../../protocol/permission'
import type { RemoteCommands, RuleView, SiteView } from '../../wire/panel'
import { permissionTitle, ruleVerdict } from '../phrases'
import { Act } from './act'

interface RulesProps {
  site: Pick<SiteView, 'account' | 'origin'>
  rules: readonly RuleView[]
  commands: RemoteCommands
  /** ms since the epoch. */
  now: number
}

/** What was decided about a site, for one account, each to be forgotten. */
export function Rules({ site: { account, origin }, rules, commands, now }: RulesProps) {
  const { list, willGo } = useNeighbour(rules.length)
  if (rules.length === 0) return null
  // what is undefined would cross the port as null
  const forget = ({ permission, target }: RuleView) =>
    target === undefined
      ? commands.forgetRule(account, origin, permission)
      : commands.forgetRule(account, origin, permission, target)
  return (
    <ul class="rows" ref={list}>
      {rules.map((rule, i) => (
        <li key={`${rule.permission} ${rule.target}`} class="rule">
          <span>
            {ruleTitle(rule)}
            <Target rule={rule} />
          </span>
          <span class={rule.allow ? 'light open' : 'light closed'}>{ruleVerdict(rule, now)}</span>
          <Act
            tone="quiet"
            label={t('forget_rule_label', ruleTitle(rule), origin)}
            run={() => {
              willGo(i)
              return forget(rule)
            }}
          >
            {t('forget')}
          </Act>
        </li>
      ))}
      {rules.length > 1 ? (
        <li class="actions">
          <Act tone="quiet" label={t('forget_rules_label', origin)} run={() => commands.forgetRules(account, origin)}>
            {t('forget_rules')}
          </Act>
        </li>
      ) : null}
    </ul>
  )
}

/** Of a row that goes the focus passes to the one that takes its place: whoever forgets several need not search. */
function useNeighbour(count: number) {
  const list = useRef<HTMLUListElement>(null)
  const gone = useRef<number | null>(null)
  useEffect(() => {
    const at = gone.current
    gone.current = null
    const isLost = document.activeElement === document.body || document.activeElement?.matches('main')
    if (at === null || !isLost) return
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>('.rule > button')
    buttons?.[Math.min(at, buttons.length - 1)]?.focus()
  }, [count])
  return {
    list,
    willGo(at: number) {
      gone.current = at
    },
  }
}

/** `*` is whatever the site asks: a storm that was stopped. */
const ruleTitle = ({ permission }: RuleView): string =>
  permission === '*' ? t('asked_everything') : permissionTitle(permission)

/** What a rule is bound to: the address that a log-in is for, or the person's own texts. */
function Target({ rule: { target } }: { rule: RuleView }) {
  if (target === undefined) return null
  return <span class="bound note">{target === SELF ? t('target_self') : <bdi dir="ltr">{target}</bdi>}</span>
}
