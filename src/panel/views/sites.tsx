import { useSignal } from '@preact/signals'
import { t, tn } from '../../edges/words'
import type { RemoteCommands, SiteView } from '../../wire/panel'
import { useNow } from '../clock'
import { ago } from '../format'
import { Act } from '../parts/act'
import { Origin } from '../parts/site'
import { permissionTitle, ruleVerdict } from '../phrases'
import type { ViewProps } from '../view'

/** From this many sites on there is a search field. */
const SEARCH_FROM = 8

/** What each site may do. */
export function Sites({ snapshot, commands }: ViewProps) {
  const sought = useSignal('')
  const { sites } = snapshot
  const shown = sites.filter(({ origin }) => origin.includes(sought.value.trim().toLowerCase()))
  return (
    <div class="stack">
      <h1>{t('sites')}</h1>
      {sites.length >= SEARCH_FROM ? (
        <input
          type="search"
          aria-label={t('sites_search')}
          placeholder={t('sites_search')}
          onInput={(event) => {
            sought.value = event.currentTarget.value
          }}
        />
      ) : null}
      <p class={sites.length === 0 ? 'empty' : 'note'} role="status">
        {sites.length === 0 ? t('sites_none') : tn('sites_count', shown.length)}
      </p>
      {shown.map((site) => (
        <Rules key={`${site.account} ${site.origin}`} site={site} commands={commands} />
      ))}
    </div>
  )
}

interface RulesProps {
  site: SiteView
  commands: RemoteCommands
}

function Rules({ site, commands }: RulesProps) {
  const now = useNow()
  const { account, origin, rules } = site
  return (
    <details class="card site">
      <summary>
        <Origin origin={origin} />
        <span class="note">
          {rules.length === 0 ? t('rules_none') : tn('rules_count', rules.length)}
          {site.lastAt === null ? '' : ` · ${ago(site.lastAt, now)}`}
        </span>
      </summary>
      <ul class="rows">
        {rules.map((rule) => (
          <li key={rule.permission} class="rule">
            <span>{permissionTitle(rule.permission)}</span>
            <span class={rule.allow ? 'light open' : 'light closed'}>{ruleVerdict(rule, now)}</span>
            <Act
              tone="quiet"
              label={t('forget_rule_label', permissionTitle(rule.permission), origin)}
              run={() => commands.forgetRule(account, origin, rule.permission)}
            >
              {t('forget')}
            </Act>
          </li>
        ))}
      </ul>
      <div class="actions">
        <Act label={t('forget_site_label', origin)} run={() => commands.forgetSite(origin)}>
          {t('forget_site')}
        </Act>
      </div>
    </details>
  )
}
