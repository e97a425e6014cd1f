import { useSignal } from '@preact/signals'
import { askToNotify } from '../../edges/notify'
import { t, tn } from '../../edges/words'
import { succeed } from '../../protocol/error'
import type { RelayUrl } from '../../protocol/relay'
import type { SitesMode } from '../../wire/panel'
import { Disclosure } from '../parts/disclosure'
import { Everyday } from '../parts/everyday'
import { OnOff } from '../parts/on-off'
import { RelayForm } from '../parts/relay-form'
import { useRun } from '../parts/run'
import { Trouble } from '../parts/trouble'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'

/** What holds for all sites and for pairings to come. */
export function Settings(props: ViewProps) {
  return (
    <div class="stack">
      <h1>{t('settings')}</h1>
      <Mode {...props} />
      <Notes {...props} />
      <section class="card">
        <Disclosure title={t('everyday_title')}>{() => <Everyday />}</Disclosure>
      </section>
      <Patience {...props} />
      <Relays {...props} />
      <p class="note">{t('version', props.snapshot.version)}</p>
    </div>
  )
}

const MODES = [
  { mode: 'every', name: 'mode_every', means: 'mode_every_means' },
  { mode: 'chosen', name: 'mode_chosen', means: 'mode_chosen_means' },
] as const satisfies readonly { mode: SitesMode; name: string; means: string }[]

/** On every site, or only on chosen ones. */
function Mode({ snapshot, commands }: ViewProps) {
  const { error, start } = useRun()
  return (
    <fieldset class="card stack modes">
      <legend>{t('mode')}</legend>
      {MODES.map(({ mode, name, means }) => (
        <label key={mode}>
          <input
            type="radio"
            name="mode"
            checked={snapshot.settings.sites === mode}
            onChange={() => void start(() => commands.setSitesMode(mode))}
          />
          <span>
            {t(name)}
            <span class="note meaning">{t(means)}</span>
          </span>
        </label>
      ))}
      <p class="note">{t('mode_reload')}</p>
      <Trouble failure={error} />
    </fieldset>
  )
}

/** What is written down, and what makes itself heard. */
function Notes({ snapshot: { settings }, commands, place }: ViewProps) {
  const isRefused = useSignal(false)
  const setNotify = async (wish: boolean) => {
    isRefused.value = wish && !(await askToNotify())
    return isRefused.value ? succeed(undefined) : commands.setNotify(wish)
  }
  return (
    <section class="card stack" aria-label={t('records_and_notes')}>
      <div>
        <OnOff on={settings.log} set={commands.setLogging} means={t('log_explained')}>
          {t('log_keep')}
        </OnOff>
        <a href={hrefOf(place, 'activity')}>{t('activity')}</a>
      </div>
      <div>
        <OnOff on={settings.notify} set={setNotify} means={t('notifying_means')}>
          {t('notifying')}
        </OnOff>
        <p role="status">{isRefused.value ? t('notifying_refused') : ''}</p>
      </div>
    </section>
  )
}

function Patience({ snapshot, commands }: ViewProps) {
  return (
    <section class="card stack" aria-labelledby="patience-title">
      <h2 id="patience-title">{t('patience')}</h2>
      <p class="note" id="patience-note">
        {t('patience_explained')}
      </p>
      <select
        aria-labelledby="patience-title"
        aria-describedby="patience-note"
        value={snapshot.settings.patience}
        onChange={(event) => commands.setPatience(Number(event.currentTarget.value))}
      >
        {[1, 2, 5, 10, 30].map((minutes) => (
          <option key={minutes} value={minutes}>
            {tn('patience_minutes', minutes)}
          </option>
        ))}
      </select>
    </section>
  )
}

function Relays({ snapshot, commands }: ViewProps) {
  const saved = useSignal(false)
  const { relays } = snapshot.settings
  const save = async (urls: RelayUrl[]) => {
    saved.value = false
    const outcome = await commands.setDefaultRelays(urls)
    saved.value = outcome.ok
    return outcome
  }
  return (
    <section class="card stack" aria-labelledby="relays-title">
      <h2 id="relays-title">{t('default_relays')}</h2>
      <p class="note">{t('default_relays_explained')}</p>
      <RelayForm key={relays.join()} relays={relays} action={t('save')} save={save} />
      <p class="note" role="status">
        {saved.value ? t('saved') : ''}
      </p>
    </section>
  )
}
