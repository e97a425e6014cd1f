import type { ReadonlySignal } from '@preact/signals'
import type { FunctionComponent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t, type Word } from '../edges/words'
import type { RemoteCommands, Snapshot } from '../wire/panel'
import { Top } from './parts/top'
import { Undo } from './parts/undo'
import { type Route, type View, viewOf } from './route'
import type { ViewProps } from './view'
import { Account } from './views/account'
import { Activity } from './views/activity'
import { Approval } from './views/approval'
import { Diagnostics } from './views/diagnostics'
import { Home } from './views/home'
import { Lock } from './views/lock'
import { Settings } from './views/settings'
import { Sites } from './views/sites'
import { Welcome } from './views/welcome'

/** All in one file: read in parts, as they were needed, the first picture came later (measured: 228 ms for 172). */
const VIEWS: Record<View, FunctionComponent<ViewProps>> = {
  home: Home,
  welcome: Welcome,
  approval: Approval,
  sites: Sites,
  activity: Activity,
  account: Account,
  settings: Settings,
  diagnostics: Diagnostics,
  lock: Lock,
}

const TITLES: Record<View, Word> = {
  home: 'home',
  welcome: 'welcome_title',
  approval: 'approval_title',
  sites: 'sites',
  activity: 'activity',
  account: 'accounts',
  settings: 'settings',
  diagnostics: 'diagnostics',
  lock: 'lock_title',
}

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
  const Drawn = VIEWS[view]
  return (
    <>
      {place === 'approval' ? null : (
        <Top place={place} view={view} menu={truth.accounts.length > 0 && view !== 'lock'} />
      )}
      <main ref={main} tabIndex={-1}>
        <Drawn
          key={view}
          snapshot={truth}
          commands={commands}
          place={place}
          {...(ofSite !== undefined && { ofSite })}
        />
      </main>
      <Undo undo={truth.undo} commands={commands} />
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
    // a view with one thing to do has put it there already
    if (before.current && !main.current?.contains(document.activeElement)) main.current?.focus()
    before.current = view
  }, [view])
  return main
}
