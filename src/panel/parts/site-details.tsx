import { useSignal } from '@preact/signals'
import { t } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import type { AccountView, SiteView } from '../../wire/panel'
import { labelOf } from '../names'
import { hrefOf } from '../route'
import { isOn, isStop, type SiteGroup, wishOf } from '../sites'
import type { ViewProps } from '../view'
import { Act } from './act'
import { ShortKey } from './key'
import { OnOff } from './on-off'
import { Other } from './other'
import { PresetSelect } from './preset'
import { Rules } from './rules'

interface SiteDetailsProps extends ViewProps {
  group: SiteGroup
  now: number
}

/** Everything that was decided about a site, and the way to make it a stranger again. */
export function SiteDetails({ group, snapshot, commands, place, now }: SiteDetailsProps) {
  const { settings } = snapshot
  const { origin, accounts } = group
  const on = isOn(group, settings)
  const [first] = accounts
  const isStale = useSignal(false)
  /** What an open page only learns when it is loaded again. */
  const change = async (command: Promise<Outcome<void>>) => {
    const outcome = await command
    if (outcome.ok) isStale.value = true
    return outcome
  }
  const setOn = (wish: boolean) => change(commands.setSiteOn(origin, wishOf(wish, settings)))
  return (
    <div class="stack">
      <OnOff on={on} set={setOn}>
        {t('this_site_on')}
      </OnOff>
      {isStale.value ? (
        <p class="note" role="status">
          {t('mode_reload')}
        </p>
      ) : null}
      {on && group.hasOther ? (
        <Other site={group} take={() => change(commands.setSiteFirm(origin, true))} leave={() => setOn(false)} />
      ) : null}
      {accounts.map((site) => (
        <section key={site.account} class="stack of-account">
          {snapshot.accounts.length > 1 || accounts.length > 1 ? (
            <Named site={site} account={snapshot.accounts.find(({ user }) => user === site.account)} />
          ) : (
            first?.isTold && <p class="note">{t('site_told_one')}</p>
          )}
          <Rules site={site} rules={site.rules.filter(isStop)} commands={commands} now={now} />
          <PresetSelect preset={site.preset} set={(preset) => commands.setPreset(site.account, origin, preset)} />
          <Rules site={site} rules={site.rules.filter((rule) => !isStop(rule))} commands={commands} now={now} />
        </section>
      ))}
      <div class="actions">
        <Act tone="danger" label={t('forget_site_label', origin)} run={() => commands.forgetSites([origin])}>
          {t('forget_site')}
        </Act>
        <a class="button quiet" href={hrefOf(place, 'activity', origin)}>
          {t('log_all_of_site')}
        </a>
      </div>
    </div>
  )
}

/** @param props.account undefined: it is not paired here */
function Named({ site, account }: { site: SiteView; account: AccountView | undefined }) {
  const { isCurrent, isTold } = site
  const marks = [isCurrent ? t('site_signs') : [], isTold ? t('site_told') : []].flat()
  return (
    <p>
      {account ? <strong>{labelOf(account)}</strong> : <ShortKey value={site.account} />}{' '}
      <span class="note">{marks.join(' · ')}</span>
    </p>
  )
}
