import { openPanelPage } from '../../edges/window'
import { t, type Word } from '../../edges/words'
import { hrefOf, type Place, type View } from '../route'
import { Icon, type IconName } from './icon'
import { Mark } from './mark'

/** Where one can go; everything is at most one press from here. */
const MENU = [
  { view: 'home', word: 'home', icon: 'home' },
  { view: 'sites', word: 'sites', icon: 'sites' },
  { view: 'activity', word: 'activity', icon: 'activity' },
  { view: 'account', word: 'accounts', icon: 'account' },
  { view: 'settings', word: 'settings', icon: 'settings' },
] as const satisfies readonly { view: View; word: Word; icon: IconName }[]

interface TopProps {
  place: Place
  view: View
  /** False while there is nowhere to go: nobody is paired. */
  menu: boolean
}

/** One bar above the view; on a wide page a column beside it. */
export function Top({ place, view, menu }: TopProps) {
  return (
    <header class={menu ? 'top with-menu' : 'top'}>
      <span class="brand">
        <Mark /> <span class="name">{t('extName')}</span>
      </span>
      {menu ? (
        <nav aria-label={t('menu')}>
          {MENU.map(({ view: item, word, icon }) => (
            <a key={item} href={hrefOf(place, item)} aria-current={currentOf(item, view)}>
              <span class="pill">
                <Icon name={icon} />
              </span>
              <span class="label">{t(word)}</span>
            </a>
          ))}
        </nav>
      ) : null}
      {place === 'popup' ? <AsPage view={view} /> : null}
    </header>
  )
}

/** The way to what stands below one of them is marked, too. */
const currentOf = (item: View, view: View): 'page' | 'true' | undefined =>
  item === view ? 'page' : item === 'settings' && view === 'diagnostics' ? 'true' : undefined

/** A popup goes when one looks elsewhere; a page stays. */
function AsPage({ view }: { view: View }) {
  const open = () => {
    const hash = location.hash.split('/').slice(2).join('/')
    void openPanelPage(`full/${view}${hash ? `/${hash}` : ''}`).then(close)
  }
  return (
    <button type="button" class="as-page" onClick={open} title={t('open_as_page')}>
      <Icon name="page" />
      <span class="unseen">{t('open_as_page')}</span>
    </button>
  )
}
