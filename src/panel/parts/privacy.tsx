import { useSignal } from '@preact/signals'
import { askToNotify } from '../../edges/notify'
import { t } from '../../edges/words'
import { succeed } from '../../protocol/error'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'
import { OnOff } from './on-off'

/** What is written down, what is looked up, and what makes itself heard. */
export function Privacy({ snapshot: { settings }, commands, place }: ViewProps) {
  const isRefused = useSignal(false)
  const setNotify = async (wish: boolean) => {
    isRefused.value = wish && !(await askToNotify())
    return isRefused.value ? succeed(undefined) : commands.setNotify(wish)
  }
  return (
    <>
      <div>
        <OnOff on={settings.log} set={commands.setLogging} means={t('log_explained')}>
          {t('log_keep')}
        </OnOff>
        <a href={hrefOf(place, 'activity')}>{t('activity_link')}</a>
      </div>
      <OnOff on={settings.profiles} set={commands.setProfiles} means={t('profiles_means')}>
        {t('profiles_look')}
      </OnOff>
      <OnOff on={settings.links} set={commands.setLinks} means={t('links_means')}>
        {t('links_offer')}
      </OnOff>
      <div>
        <OnOff on={settings.notify} set={setNotify} means={t('notifying_means')}>
          {t('notifying')}
        </OnOff>
        <p role="status">{isRefused.value ? t('notifying_refused') : ''}</p>
      </div>
    </>
  )
}
