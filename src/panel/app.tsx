import type { ReadonlySignal } from '@preact/signals'
import type { FunctionComponent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t, type Word } from '../edges/words'
import type { RemoteCommands, Snapshot } from '../wire/panel'
import { Mark } from './parts/mark'
import { hrefOf, type Place, type Route, type View, viewOf } from './route'
import type { ViewProps } from './view'
import { Account } from './views/account'
import { Activity } from './views/activity'
import { Approval } from './views/approval'
import { Home } from './views/home'
import { Settings } from './views/settings'
import { Sites } from './views/sites'
import { Welcome } from './views/welcome'

const DRAWN: Record<View, FunctionComponent<ViewProps>> = {
  home: Home,
  welcome: Welcome,
  approval: Approval,
  sites: Sites,
  activity: Activity,
  account: Account,
  settings: Settings,
}

const TITLES: Record<View, Word> = {
  home: 'home',
  welcome: 'welcome_title',
  approval: 'approval_title',
  sites: 'sites',
  activity: 'activity',
  account: 'account',
  settings: 'settings',
}

const MENU = ['home', 'sites', 'activity', 'account', 'settings'] as const satisfies readonly View[]

interface AppProps {
  /** null: the background has not spoken yet. */
  snapshot: ReadonlySignal<Snapshot | null>
  route: ReadonlySignal<Route>
  commands: RemoteCommands
}

/** The whole panel: a header, and the view that the route and the truth call for. The first thing painted is true. */
export function App({ snapshot, route, commands }: AppProps) {
  const truth = snapshot.value
  const { place, ofSite } = route.value
  const view = truth && viewOf(route.value, truth)
  const main = useArrival(view)
  if (!truth || !view) return <Waking />
  const Drawn = DRAWN[view]
  return (
    <>
      {place === 'approval' ? null : <Header place={place} view={view} menu={truth.accounts.length > 0} />}
      <main ref={main} tabIndex={-1}>
        <Drawn
          key={view}
          snapshot={truth}
          commands={commands}
          place={place}
          {...(ofSite !== undefined && { ofSite })}
        />
      </main>
    </>
  )
}

/** Seen only where the background takes more than half a second to speak (see `.late`). */
function Waking() {
  return (
    <main class="late empty">
      <h1>{t('waking')}</h1>
    </main>
  )
}

/** Names the page after the view; on a change of view, not on the first, moves the focus to it. */
function useArrival(view: View | null) {
  const main = useRef<HTMLElement>(null)
  const before = useRef<View | null>(null)
  useEffect(() => {
    if (!view) return
    document.title = `${t(TITLES[view])} · ${t('extName')}`
    if (before.current) main.current?.focus()
    before.current = view
  }, [view])
  return main
}

interface HeaderProps {
  place: Place
  view: View
  menu: boolean
}

function Header({ place, view, menu }: HeaderProps) {
  return (
    <header class="top">
      <span class="brand">
        <Mark /> {t('extName')}
      </span>
      {menu ? (
        <nav aria-label={t('menu')}>
          {MENU.map((item) => (
            <a key={item} href={hrefOf(place, item)} aria-current={item === view ? 'page' : undefined}>
              {t(TITLES[item])}
            </a>
          ))}
        </nav>
      ) : null}
    </header>
  )
}
