import { t } from '../../edges/words'
import type { RemoteCommands, SettingsView, SiteView } from '../../wire/panel'
import { isOn, type SiteGroup, wishOf } from '../sites'
import { Act } from './act'
import { ShortKey } from './key'
import { OnOff } from './on-off'
import { PresetSelect } from './preset'
import { Rules } from './rules'

interface SiteDetailsProps {
  group: SiteGroup
  settings: SettingsView
  /** Short public key of each account; with one there is no need to name it. */
  npubs: ReadonlyMap<string, string>
  commands: RemoteCommands
  now: number
}

/** Everything that was decided about a site, and the way to make it a stranger again. */
export function SiteDetails({ group, settings, npubs, commands, now }: SiteDetailsProps) {
  const { origin, accounts } = group
  const on = isOn(group, settings)
  const [first] = accounts
  return (
    <div class="stack">
      <OnOff on={on} set={(wish) => commands.setSiteOn(origin, wishOf(wish, settings))} means={t('mode_reload')}>
        {t('this_site_on')}
      </OnOff>
      {group.hasOther ? <p class="note">{t(group.isFirm ? 'other_firm' : 'other_there')}</p> : null}
      {accounts.map((site) => (
        <section key={site.account} class="stack of-account">
          {npubs.size > 1 || accounts.length > 1 ? (
            <Named site={site} npub={npubs.get(site.account)} />
          ) : (
            first?.isTold && <p class="note">{t('site_told_one')}</p>
          )}
          <PresetSelect preset={site.preset} set={(preset) => commands.setPreset(site.account, origin, preset)} />
          <Rules site={site} commands={commands} now={now} />
        </section>
      ))}
      <div class="actions">
        <Act label={t('forget_site_label', origin)} run={() => commands.forgetSite(origin)}>
          {t('forget_site')}
        </Act>
      </div>
    </div>
  )
}

function Named({ site: { account, isCurrent, isTold }, npub }: { site: SiteView; npub: string | undefined }) {
  const marks = [isCurrent ? t('site_signs') : [], isTold ? t('site_told') : []].flat()
  return (
    <p>
      <ShortKey value={npub ?? account} /> <span class="note">{marks.join(' · ')}</span>
    </p>
  )
}
