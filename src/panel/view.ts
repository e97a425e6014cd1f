import type { RemoteCommands, Snapshot } from '../wire/panel'
import type { Place } from './route'

/** What every view is given: the truth, what can be done about it, and the kind of window it stands in. */
export interface ViewProps {
  snapshot: Snapshot
  commands: RemoteCommands
  place: Place
  /** Of `activity`: this site's only. */
  ofSite?: string
}
