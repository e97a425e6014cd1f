import type { FakeClock } from './clock'
import { copy, type FakePort, happening, portPair } from './port'
import { type Registered, scripting } from './scripting'
import { EXTENSION, type Sender } from './sender'

/**
 * The browser around the background: it lets it die, wakes it when something happens, and keeps its disk, alarms and
 * tabs meanwhile. What a dead background still does goes nowhere.
 */
export interface Machine {
  disk: Record<'local' | 'session', Record<string, unknown>>
  /** Each `storage.set` so far: where, and which keys. */
  writes: { area: 'local' | 'session'; keys: string[] }[]
  faults: {
    /** Nothing can be read. */
    unreadable: boolean
    /** Areas that refuse to store. */
    full: Set<'local' | 'session'>
    /** Characters that one `storage.set` may have. */
    room: number
    /** ms that storing takes. */
    delay: number
    /** `windows.create` is refused. */
    noWindows: boolean
    /** No script is registered. */
    noScripts: boolean
  }
  alarms: Set<string>
  /** Open tabs by id: their address. */
  tabs: Map<number, string>
  badge: string
  /** Windows opened so far. */
  opened: number
  /** What was said to tabs by `tabs.sendMessage`. */
  told: { tabId: number; message: unknown }[]
  /** Windows by id: the tab in each. */
  windows: Map<number, number>
  /** What was done to windows that were open. */
  windowUpdates: { id: number; drawAttention?: boolean; focused?: boolean }[]
  /** Notifications that are shown, by id; null: not allowed. */
  notifications: Map<string, { title: string; message: string }> | null
  /** The person allows or forbids notifications. */
  allowNotifications(isAllowed: boolean): void
  /** The person clicks a notification. */
  clickNotification(id: string): void
  /** Content scripts that were registered, by id. */
  scripts: Map<string, Registered>
  /** Open a port to the background; wakes it. */
  connect(name: string, sender: Sender): FakePort
  /** The person closes a tab. */
  closeTab(id: number): void
  /** The extension is installed or updated. */
  install(reason: string): void
  isAlive(): boolean
  /** The browser ends the background. */
  kill(): void
  /** The browser closes: the background dies, `storage.session` and tabs are gone. */
  quit(): void
  /** If something waits for a dead background, let it come up; settles when it has been told. */
  stir(): Promise<void>
}

/** The tab that pages are in, if nothing else is said (see pageSender). */
const PAGES_TAB = 1

/** What can happen to the background of one life. */
const listening = () => ({
  ...{ connect: happening<[FakePort]>(), installed: happening<[{ reason: string }]>() },
  started: happening<[]>(),
  ...{ alarm: happening<[{ name: string }]>(), tabClosed: happening<[number]>() },
  ...{ allowed: happening<[object]>(), forbidden: happening<[object]>(), clicked: happening<[string]>() },
})

interface Life {
  isAlive: boolean
  hears: ReturnType<typeof listening>
}

/**
 * @param messages of `_locales`
 * @param wake runs the background's top level against this `browser`
 */
export function machine(
  clock: FakeClock,
  messages: Record<string, { message: string }>,
  wake: (browser: object) => Promise<unknown>,
): Machine {
  const ports = new Set<FakePort>()
  const single = new Map<string, number>()
  const waiting: ((hears: Life['hears']) => void)[] = []
  let life: Life | null = null
  let isReady = false
  let nextTab = 100

  const self: Machine = {
    ...{ disk: { local: {}, session: {} }, writes: [], alarms: new Set(), tabs: new Map(), badge: '', opened: 0 },
    ...{ windows: new Map(), windowUpdates: [], notifications: null, told: [], scripts: new Map() },
    faults: {
      unreadable: false,
      full: new Set(),
      room: Number.POSITIVE_INFINITY,
      delay: 0,
      noWindows: false,
      noScripts: false,
    },
    connect(name, sender) {
      let accept = () => {}
      const { near, far } = portPair(name, sender, new Promise((resolve) => (accept = resolve)))
      happen((hears) => {
        ports.add(far)
        hears.connect.fire(far)
        accept()
      })
      return near
    },
    closeTab(id) {
      if (self.tabs.delete(id)) happen((hears) => hears.tabClosed.fire(id))
    },
    allowNotifications(isAllowed) {
      self.notifications = isAllowed ? new Map() : null
      const permissions = { permissions: ['notifications'] }
      happen((hears) => (isAllowed ? hears.allowed : hears.forbidden).fire(permissions))
    },
    clickNotification: (id) => happen((hears) => hears.clicked.fire(id)),
    install: (reason) => happen((hears) => hears.installed.fire({ reason })),
    isAlive: () => life !== null,
    kill() {
      if (life) life.isAlive = false
      life = null
      isReady = false
      for (const port of ports) port.disconnect()
      ports.clear()
    },
    quit() {
      self.kill()
      self.disk.session = {}
      self.tabs.clear()
    },
    async stir() {
      if (life || waiting.length === 0) return
      life = { isAlive: true, hears: listening() }
      await wake(api(life))
      isReady = true
      for (const tell of waiting.splice(0)) tell(life.hears)
    },
  }
  return self

  function happen(tell: (hears: Life['hears']) => void): void {
    if (life && isReady) tell(life.hears)
    else waiting.push(tell)
  }

  function ring(name: string, ms: number): void {
    clock.after(ms, () => {
      if (!self.alarms.has(name)) return
      happen((hears) => hears.alarm.fire({ name }))
      ring(name, ms)
    })
  }

  /** The newest alarm of a name is the only one. */
  function ringOnce(name: string, when: number): void {
    single.set(name, when)
    clock.after(when - clock.now(), () => {
      if (single.get(name) !== when || !self.alarms.delete(name)) return
      happen((hears) => hears.alarm.fire({ name }))
    })
  }

  function openTab(url: string): number {
    self.tabs.set(++nextTab, url)
    return nextTab
  }

  /** `browser`, as far as the edges use it. */
  function api(own: Life) {
    const reply = <T>(run: () => T, delay = 0): Promise<T> =>
      new Promise((resolve, reject) => {
        if (!own.isAlive) return
        const later = (settle: () => void) => (delay > 0 ? clock.after(delay, () => own.isAlive && settle()) : settle())
        try {
          const value = run()
          later(() => resolve(value))
        } catch (error) {
          later(() => reject(error))
        }
      })
    const area = (name: 'local' | 'session') => ({
      // Chromium gives the records in the order of their names
      get: () =>
        reply(() => {
          if (self.faults.unreadable) throw new Error('An unexpected error occurred')
          return copy(Object.fromEntries(Object.entries(self.disk[name]).sort()))
        }),
      set: (records: Record<string, unknown>) =>
        reply(() => {
          const isFull = self.faults.full.has(name) || JSON.stringify(records).length > self.faults.room
          if (isFull) throw new Error('QUOTA_BYTES quota exceeded')
          self.writes.push({ area: name, keys: Object.keys(records) })
          Object.assign(self.disk[name], copy(records))
        }, self.faults.delay),
      remove: (keys: string | string[]) =>
        reply(() => {
          for (const key of [keys].flat()) delete self.disk[name][key]
        }, self.faults.delay),
      setAccessLevel: () => reply(() => undefined),
    })
    return {
      storage: { local: area('local'), session: area('session') },
      runtime: {
        ...{ id: EXTENSION.id, getURL: (path: string) => EXTENSION.url + path },
        ...{ getManifest: () => ({ version: '1.2.3' }), getPlatformInfo: () => reply(() => ({})) },
        // marks of tabs: nobody looks at icons here
        onMessage: { addListener: () => undefined },
        ...{ onConnect: own.hears.connect, onInstalled: own.hears.installed, onStartup: own.hears.started },
      },
      scripting: scripting(self.scripts, reply, () => self.faults.noScripts),
      alarms: {
        create: (name: string, { periodInMinutes, when }: { periodInMinutes?: number; when?: number }) =>
          reply(() => {
            if (when !== undefined) ringOnce(name, when)
            else if (!self.alarms.has(name)) ring(name, (periodInMinutes ?? 0) * 60_000)
            self.alarms.add(name)
          }),
        clear: (name: string) => reply(() => self.alarms.delete(name)),
        onAlarm: own.hears.alarm,
      },
      tabs: {
        create: ({ url }: { url: string }) => reply(() => ({ id: openTab(url) })),
        get: (id: number) =>
          reply(() => {
            if (!self.tabs.has(id)) throw new Error(`No tab with id: ${id}`)
            return { id, windowId: [...self.windows].find(([, tab]) => tab === id)?.[0] }
          }),
        update: (id: number) => reply(() => ({ id })),
        // pages are played outside of tabs: one stands for all of them
        query: () => reply(() => [{ id: PAGES_TAB }, ...[...self.tabs].map(([id, url]) => ({ id, url }))]),
        sendMessage: (tabId: number, message: unknown) =>
          reply(() => {
            if (tabId !== PAGES_TAB) throw new Error('Could not establish connection. Receiving end does not exist.')
            self.told.push({ tabId, message: copy(message) })
          }),
        remove: (id: number) => reply(() => self.closeTab(id)),
        onRemoved: own.hears.tabClosed,
      },
      windows: {
        getLastFocused: () => reply(() => ({ left: 0, top: 0, width: 1200, height: 800 })),
        create: ({ url }: { url: string }) =>
          reply(() => {
            self.opened += 1
            if (self.faults.noWindows) throw new Error('no window today')
            const tab = openTab(url)
            self.windows.set(self.opened, tab)
            return { tabs: [{ id: tab }] }
          }, 5),
        update: (id: number, change: object) => reply(() => self.windowUpdates.push({ id, ...change })),
      },
      action: {
        setBadgeText: ({ text }: { text: string }) => reply(() => Object.assign(self, { badge: text })),
        ...{ setBadgeBackgroundColor: () => reply(() => undefined), setTitle: () => reply(() => undefined) },
        setIcon: () => reply(() => undefined),
      },
      permissions: { onAdded: own.hears.allowed, onRemoved: own.hears.forbidden },
      get notifications() {
        const shown = self.notifications
        if (!shown) return undefined
        return {
          create: (id: string, { title, message }: { title: string; message: string }) =>
            reply(() => shown.set(id, { title, message })),
          clear: (id: string) => reply(() => shown.delete(id)),
          onClicked: own.hears.clicked,
        }
      },
      i18n: { getMessage: (key: string) => messages[key]?.message ?? '', getUILanguage: () => 'en' },
    }
  }
}
