import { t } from '../../edges/words'
import type { RelayUrl } from '../../protocol/relay'
import type { RelayView, RemoteCommands, Snapshot } from '../../wire/panel'
import { useNow } from '../clock'
import { ago, count } from '../format'
import { calledOf } from '../names'
import { Act } from '../parts/act'
import { Relays } from '../parts/relays'
import { Report } from '../parts/report'
import { Trace } from '../parts/trace'
import { browserName } from '../report'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'

/** How the lines are, what happened on them, and a report for whoever helps. */
export function Diagnostics({ snapshot, commands, place }: ViewProps) {
  const { accounts, pairing } = snapshot
  const isPairing = pairing !== null && pairing.stage !== 'paired'
  return (
    <div class="stack diagnostics">
      {/* there is no menu before somebody is paired */}
      {accounts.length === 0 ? (
        <p>
          <a href={hrefOf(place, 'welcome')}>{t(isPairing ? 'pairing_back' : 'pair_phone')}</a>
        </p>
      ) : null}
      <h1>{t('diagnostics')}</h1>
      <p class="note">{t('diagnostics_explained')}</p>
      {isPairing ? (
        <Line whose="pairing" name={t('pairing')} urls={pairing.relays} lights={pairing.lights} commands={commands} />
      ) : null}
      {accounts.map((account) => (
        <Line
          key={account.user}
          whose={account.user}
          name={calledOf(account)}
          urls={account.relays}
          lights={account.lights}
          commands={commands}
        />
      ))}
      {accounts.length === 0 && !isPairing ? <p role="status">{t('none_paired')}</p> : null}
      <Facts snapshot={snapshot} />
      <section class="card">
        <Report snapshot={snapshot} commands={commands} />
      </section>
      <Trace commands={commands} />
    </div>
  )
}

interface LineProps {
  whose: string
  name: string
  urls: readonly RelayUrl[]
  lights: readonly RelayView[]
  commands: RemoteCommands
}

/** One line: its relays and what they do, looked at again on a press. */
function Line({ whose, name, urls, lights, commands }: LineProps) {
  const now = useNow()
  const checks = lights.flatMap(({ health }) => health?.at ?? [])
  return (
    <section class="card stack" aria-label={t('relays_of', name)}>
      <div class="split">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <Act label={t('check_now_of', name)} run={() => commands.checkRelays(whose)}>
          {t('check_now')}
        </Act>
      </div>
      <Relays urls={urls} states={lights} />
      <p class="note">{checks.length > 0 ? t('checked', ago(Math.max(...checks), now)) : t('check_never')}</p>
    </section>
  )
}

/** Versions, and how much is kept. */
function Facts({ snapshot }: { snapshot: Snapshot }) {
  const { version, accounts, sites } = snapshot
  const origins = new Set(sites.map(({ origin }) => origin))
  const rules = sites.reduce((sum, site) => sum + site.rules.length, 0)
  const facts: [string, string][] = [
    [t('extName'), version],
    [t('fact_browser'), browserName(navigator.userAgent)],
    [t('fact_accounts'), count(accounts.length)],
    [t('fact_sites'), count(origins.size)],
    [t('fact_rules'), count(rules)],
  ]
  return (
    <section class="card stack" aria-labelledby="facts-title">
      <h2 id="facts-title">{t('facts')}</h2>
      <dl class="rows facts">
        {facts.map(([name, value]) => (
          <div key={name} class="relay">
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
