import type { FunctionComponent } from 'preact'
import type { View } from './route'
import type { ViewProps } from './view'
import { Approval } from './views/approval'
import { Home } from './views/home'
import { Lock } from './views/lock'
import { Welcome } from './views/welcome'

type Drawn = Record<string, FunctionComponent<ViewProps> | undefined>

/** What a popup may open with by itself. */
const FIRST: Drawn = { home: Home, welcome: Welcome, approval: Approval, lock: Lock }

let later: Drawn = {}

/** Has to settle before such a view is gone to (see `isThere`). */
export async function fetchLater(): Promise<void> {
  const { LATER } = await import('./later')
  later = LATER
}

export const drawn = (view: View): FunctionComponent<ViewProps> | undefined => FIRST[view] ?? later[view]

/** Can it be drawn at once? */
export const isThere = (view: View | null): boolean => view === null || drawn(view) !== undefined
