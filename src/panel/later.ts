import { Account } from './views/account'
import { Activity } from './views/activity'
import { Diagnostics } from './views/diagnostics'
import { Settings } from './views/settings'
import { Sites } from './views/sites'

/** Views that are not the first to be seen: a file of their own, read when the first is painted. */
export const LATER = {
  sites: Sites,
  activity: Activity,
  account: Account,
  settings: Settings,
  diagnostics: Diagnostics,
}
