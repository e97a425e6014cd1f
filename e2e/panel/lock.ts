import messages from '../../public/_locales/en/messages.json' with { type: 'json' }
import { fail } from '../../src/protocol/error'
import type { LockView } from '../../src/wire/panel'
import { LONG_ORIGIN, paired, snapshot } from './snapshots'
import type { Story } from './stories'

/** A cheap one: what is looked at is not how long it takes. */
const kdf = { name: 'scrypt', salt: '0f'.repeat(16), n: 1024, r: 8, p: 1 } as const

const lock = (part: Partial<LockView> = {}): LockView => ({ state: 'locked', idle: 15, kdf, waiting: [], ...part })

const locked = (part: Partial<LockView> = {}): Story => ({ snapshot: paired({ lock: lock(part) }), view: 'home' })

const waiting = (...origins: string[]) => origins.map((origin, n) => ({ origin, calls: n + 1 }))

const NAMES = { notes: 'https://notes.example.com', media: 'https://media.example.org' }

const settings = (state: LockView['state'], part: Partial<Story> = {}): Story => ({
  snapshot: paired({ lock: lock({ state, ...(state === 'none' && { idle: null, kdf: null }) }) }),
  ...{ view: 'settings', section: messages.lock.message },
  ...part,
})

/** What asks for the passphrase, and where it is chosen. */
export const lockStories: Record<string, Story> = {
  'lock-plain': locked(),
  'lock-nobody-paired': { snapshot: snapshot({ lock: lock() }) },
  'lock-empty': { ...locked(), press: [messages.lock_unlock.message] },
  'lock-wrong': {
    ...locked({ waiting: waiting(NAMES.notes) }),
    type: { [messages.lock_passphrase.message]: 'correct horse' },
    press: [messages.lock_unlock.message],
    fails: { unlock: fail('wrong-passphrase') },
  },
  'lock-working': {
    ...locked({ waiting: waiting(NAMES.notes) }),
    type: { [messages.lock_passphrase.message]: 'correct horse' },
    press: [messages.lock_unlock.message],
    silent: ['unlock'],
  },
  'lock-shown': {
    ...locked(),
    type: { [messages.lock_passphrase.message]: 'correct horse battery staple' },
    press: [messages.lock_show_what.message],
  },
  'lock-waiting': { ...locked({ waiting: waiting(NAMES.notes, NAMES.media) }), view: 'approval' },
  'lock-waiting-many': locked({
    waiting: waiting(LONG_ORIGIN, ...Array.from({ length: 8 }, (_, n) => `https://site-${n + 1}.example.org`)),
  }),
  'lock-forgot': { ...locked({ waiting: waiting(NAMES.notes) }), open: [messages.lock_forgot.message] },
  'settings-lock-none': settings('none'),
  'settings-lock-set': settings('unlocked'),
  'settings-lock-choosing': settings('none', {
    press: [messages.lock_set.message],
    type: { [messages.lock_new.message]: 'hunter22' },
  }),
  'settings-lock-changing': settings('unlocked', { press: [messages.lock_change.message] }),
  'settings-lock-differs': settings('none', {
    press: [messages.lock_set.message, messages.lock_save.message],
    type: {
      [messages.lock_new.message]: 'harbour ferry coffee',
      [messages.lock_again.message]: 'harbour fairy coffee',
    },
  }),
  'settings-lock-removing': settings('unlocked', {
    press: [messages.lock_remove.message, messages.lock_remove.message],
  }),
}
