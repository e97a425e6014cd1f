import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { type ActiveSite, reloadTab } from '../../edges/active-site'
import { t } from '../../edges/words'
import { type Outcome, succeed } from '../../protocol/error'
import type { SiteView } from '../../wire/panel'
import { isOn, isStop, signerAt, wishOf } from '../sites'
import type { ViewProps } from '../view'
import { Act } from './act'
import { LastDoings } from './log-last'
import { OnOff } from './on-off'
import { Other } from './other'
import { PresetSelect } from './preset'
import { Rules } from './rules'
import { Origin } from './site'

/** The site under the popup: how it is dealt with, and its last doings. */
export function ThisSite({ site: { origin, tabId }, snapshot, commands }: ViewProps & { site: ActiveSite }) {
  const isStale = useSignal(false)
  const title = useId()
  const account = signerAt(snapshot, origin)
  const views = snapshot.sites.filter((view) => view.origin === origin)
  const [any] = views
  const mine = views.find((view) => view.account === account)
  const on = isOn(any ?? { on: null }, snapshot.settings)
  /** What an open page only learns when it is loaded again. */
  const change = async (command: Promise<Outcome<void>>) => {
    const outcome = await command
    if (outcome.ok) isStale.value = true
    return outcome
  }
  const reload = async () => {
    await reloadTab(tabId)
    isStale.value = false
    return succeed(undefined)
  }
  const setOn = (wish: boolean) => change(commands.setSiteOn(origin, wishOf(wish, snapshot.settings)))
  return (
    <>
      <section class="card stack this-site" aria-labelledby={title}>
        <div>
          <h2 id={title} class="note">
            {t('this_site')}
          </h2>
          <Origin origin={origin} />
        </div>
        <OnOff on={on} set={setOn} {...(!on && { means: t('this_site_off') })}>
          {t('this_site_on')}
        </OnOff>
        {isStale.value ? <Stale reload={reload} /> : null}
        {on && any?.hasOther ? (
          <Other site={any} take={() => change(commands.setSiteFirm(origin, true))} leave={() => setOn(false)} />
        ) : null}
        {on && isNew(views) ? <p class="note">{t('this_site_new')}</p> : null}
        {on && mine ? (
          <Rules site={mine} rules={mine.rules.filter(isStop)} commands={commands} now={snapshot.takenAt} />
        ) : null}
        {on && account !== null ? (
          <PresetSelect preset={mine?.preset ?? null} set={(next) => commands.setPreset(account, origin, next)} />
        ) : null}
      </section>
      <LastDoings origin={origin} commands={commands} takenAt={snapshot.takenAt} />
    </>
  )
}

/** It has asked for nothing yet, and nothing was said about it. */
const isNew = (views: readonly SiteView[]): boolean =>
  views.every(({ lastAt, preset, rules }) => lastAt === null && preset === null && rules.length === 0)

function Stale({ reload }: { reload: () => Promise<Outcome<void>> }) {
  return (
    <div class="callout" role="status">
      <p>{t('this_site_reload')}</p>
      <div class="actions">
        <Act run={reload}>{t('reload')}</Act>
      </div>
    </div>
  )
}
