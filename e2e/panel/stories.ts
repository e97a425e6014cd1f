import type { Outcome } from '../../src/protocol/error'
import type { CommandName, LogEntry, Snapshot } from '../../src/wire/panel'
import { accountStories } from './accounts'
import { activityStories } from './activity'
import { approvalStories } from './approvals'
import { bitcoinStories } from './bitcoin'
import { diagnosticsStories } from './diagnostics'
import { findStories } from './find'
import { lockStories } from './lock'
import { settingsStories } from './settings'
import { siteStories } from './sites'
import { LONG_ORIGIN, NOW, paired, site } from './snapshots'
import { welcomeStories } from './welcome'

/** A view in a state: what the background says, where the panel stands, and what commands come to. */
export interface Story {
  /** null: the background never speaks. */
  snapshot: Snapshot | null
  /** What the background left before it slept. */
  still?: Snapshot
  view?:
    | 'home'
    | 'welcome'
    | 'approval'
    | 'sites'
    | 'activity'
    | `activity/${string}`
    | 'account'
    | 'settings'
    | 'diagnostics'
  /** Commands that fail; all others succeed. */
  fails?: Partial<Record<CommandName, Outcome<void>>>
  /** What commands come to that answer with something. */
  answers?: Partial<Record<CommandName, Outcome>>
  /** Keys of the browser's that reach us; default: two. */
  keys?: { name: string; description: string; shortcut: string }[]
  /** Commands that are never answered. */
  silent?: CommandName[]
  /** What the log holds. */
  log?: LogEntry[]
  /** The page over which the popup stands. */
  active?: string
  /** Buttons to press before the picture is taken. */
  press?: string[]
  /** Switches to press in a popup, over a site. */
  toggle?: string[]
  /** The part of the settings that it is about: folded in a popup. */
  section?: string
  /** What is typed into fields, by their label, as soon as they are there. */
  type?: Record<string, string>
  /** Radio buttons to choose before the picture is taken. */
  choose?: string[]
  /** Disclosures to open before the picture is taken, by the text of their summary. */
  open?: string[]
}

const otherStories: Record<string, Story> = {
  'sites-empty': { snapshot: paired(), view: 'sites' },
  'sites-one': { snapshot: paired({ sites: [site()] }), view: 'sites', open: ['notes.example.com'] },
  'sites-many': {
    snapshot: paired({
      sites: [
        site({ origin: LONG_ORIGIN }),
        ...Array.from({ length: 24 }, (_, i) =>
          site({
            origin: `https://site-${i + 1}.example.org`,
            lastAt: NOW - i * 5_000_000,
            rules: i % 5 ? site().rules : [],
          }),
        ),
      ],
    }),
    view: 'sites',
  },
}

export const STORIES: Readonly<Record<string, Story>> = {
  ...welcomeStories,
  ...findStories,
  ...accountStories,
  ...approvalStories,
  ...bitcoinStories,
  ...otherStories,
  ...activityStories,
  ...siteStories,
  ...settingsStories,
  ...diagnosticsStories,
  ...lockStories,
}
