import messages from '../../public/_locales/en/messages.json' with { type: 'json' }
import { fail, succeed } from '../../src/protocol/error'
import type { Snapshot } from '../../src/wire/panel'
import { NOW, paired, settings, site } from './snapshots'
import type { Story } from './stories'

const at = (part: Partial<Snapshot> = {}, rest: Partial<Story> = {}): Story => ({
  ...{ snapshot: paired(part), view: 'settings', ...rest },
})

const undone = (what: 'rule' | 'sites' | 'log', count: number): Partial<Snapshot> => ({
  undo: { id: 'undo-1', what, count, until: NOW + 8_000 },
})

const kdf = { name: 'scrypt', salt: '00'.repeat(16), n: 2 ** 10, r: 8, p: 1 } as const
const lock: Snapshot['lock'] = { state: 'unlocked', idle: 15, kdf, waiting: [] }

const file = (hasPairings: boolean) =>
  succeed({ at: NOW - 86_400_000, sites: 12, rules: 40, hasPairings, kdf: hasPairings ? kdf : null })

/** What holds for all sites, and what was taken away. */
export const settingsStories: Record<string, Story> = {
  'settings-plain': at(
    {},
    { answers: { readBackup: file(true), importBackup: succeed({ sites: 12, rules: 40, pairings: 1 }) } },
  ),
  'settings-relays': at({}, { fails: { setDefaultRelays: fail('relay-plain', 'ws://relay.example.com') } }),
  'settings-quiet': at({ settings: settings({ sites: 'chosen', log: false, notify: true, profiles: false }) }),
  'settings-light': at({ settings: settings({ theme: 'light' }) }),
  'settings-dark': at({ settings: settings({ theme: 'dark' }) }),
  'settings-unlocked': at({ lock }),
  'settings-no-keys': at({}, { keys: [] }),
  'settings-failing': at(
    {},
    {
      answers: { readBackup: file(true) },
      fails: {
        ...{ setTheme: fail('storage'), setLanguage: fail('internal'), readBackup: fail('bad-backup') },
        ...{ exportBackup: fail('locked'), setSitesMode: fail('storage') },
      },
      ...{ section: messages.settings_look.message, choose: [messages.theme_dark.message] },
    },
  ),
  'undo-rule': { snapshot: paired({ sites: [site()], ...undone('rule', 1) }), view: 'sites' },
  'undo-sites': {
    snapshot: paired({
      sites: Array.from({ length: 30 }, (_, i) => site({ origin: `https://site-${i}.example.org` })),
      ...undone('sites', 12),
    }),
    view: 'sites',
    press: ['Select'],
  },
  'undo-log': { snapshot: paired(undone('log', 4_812)), view: 'activity' },
  'undo-failing': {
    snapshot: paired(undone('log', 4)),
    view: 'home',
    fails: { undo: fail('internal') },
    press: ['Undo'],
  },
}
