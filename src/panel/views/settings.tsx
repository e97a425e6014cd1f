import { useSignal } from '@preact/signals'
import { t, tn } from '../../edges/words'
import type { RelayUrl } from '../../protocol/relay'
import type { SitesMode } from '../../wire/panel'
import { BackupExport } from '../parts/backup-export'
import { BackupImport } from '../parts/backup-import'
import { Everyday } from '../parts/everyday'
import { Keyboard } from '../parts/keyboard'
import { LockSettings } from '../parts/lock-settings'
import { LanguageChoice, ThemeChoice } from '../parts/look'
import { Privacy } from '../parts/privacy'
import { RelayForm } from '../parts/relay-form'
import { useRun } from '../parts/run'
import { type Section, Sections } from '../parts/sections'
import { Trouble } from '../parts/trouble'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'

/** What holds for all sites and for pairings to come. */
export function Settings(props: ViewProps) {
  return (
    <div class="stack">
      <h1>{t('settings')}</h1>
      <Sections place={props.place} sections={sectionsOf(props)} />
    </div>
  )
}

const sectionsOf = (props: ViewProps): Section[] => [
  { id: 'mode-title', title: t('mode'), body: () => <Mode {...props} /> },
  { id: 'everyday-title', title: t('settings_sites'), body: () => <SitesMay {...props} /> },
  { id: 'privacy-title', title: t('settings_privacy'), body: () => <Privacy {...props} /> },
  { id: 'lock-title', title: t('lock'), body: () => <LockSettings {...props} />, isWhole: true },
  {
    id: 'waiting-title',
    title: t('settings_waiting'),
    body: () => (
      <>
        <Patience {...props} />
        <Relays {...props} />
      </>
    ),
  },
  {
    id: 'look-title',
    title: t('settings_look'),
    body: () => (
      <>
        <ThemeChoice {...props} />
        <LanguageChoice {...props} />
      </>
    ),
  },
  { id: 'keyboard-title', title: t('settings_keyboard'), body: () => <Keyboard /> },
  {
    id: 'backup-title',
    title: t('settings_backup'),
    body: () => (
      <>
        <BackupExport {...props} />
        <BackupImport {...props} />
      </>
    ),
  },
  { id: 'about-title', title: t('settings_about'), body: () => <About {...props} /> },
]

const MODES = [
  { mode: 'every', name: 'mode_every', means: 'mode_every_means' },
  { mode: 'chosen', name: 'mode_chosen', means: 'mode_chosen_means' },
] as const satisfies readonly { mode: SitesMode; name: string; means: string }[]

/** On every site, or only on chosen ones. */
function Mode({ snapshot, commands }: ViewProps) {
  const { error, choose } = useRun()
  return (
    <fieldset class="stack modes">
      <legend class="unseen">{t('mode')}</legend>
      {MODES.map(({ mode, name, means }) => (
        <label key={mode}>
          <input
            type="radio"
            name="mode"
            checked={snapshot.settings.sites === mode}
            onChange={() => void choose(() => commands.setSitesMode(mode))}
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

/** The table that Everyday goes by, and the way to what single sites may do. */
const SitesMay = ({ place }: ViewProps) => (
  <>
    <p>
      <a href={hrefOf(place, 'sites')}>{t('sites_link')}</a>
    </p>
    <h3>{t('everyday_title')}</h3>
    <Everyday />
  </>
)

function Patience({ snapshot, commands }: ViewProps) {
  return (
    <div class="stack">
      <h3 id="patience-title">{t('patience')}</h3>
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
    </div>
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
    <div class="stack">
      <h3>{t('default_relays')}</h3>
      <p class="note">{t('default_relays_explained')}</p>
      <RelayForm key={relays.join()} relays={relays} action={t('save')} save={save} />
      <p class="note" role="status">
        {saved.value ? t('saved') : ''}
      </p>
    </div>
  )
}

const About = ({ snapshot, place }: ViewProps) => (
  <>
    <p>{t('version', snapshot.version)}</p>
    <p>
      <a href={hrefOf(place, 'diagnostics')}>{t('diagnostics_link')}</a>
    </p>
    <p class="note">{t('licence')}</p>
  </>
)
