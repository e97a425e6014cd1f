import browser from 'webextension-polyfill'

/** A key of the browser's that reaches us: `_execute_action` opens the popup. */
export interface Shortcut {
  command: string
  /** In the language of the browser; empty for `_execute_action`. */
  description: string
  /** `Alt+Shift+L`, as the browser writes it; empty: none is set. */
  keys: string
}

/** Firefox has a page for it since 137; Chromium one with an address. */
interface Commands {
  getAll(): Promise<{ name?: string; description?: string; shortcut?: string }[]>
  openShortcutSettings?(): Promise<void>
}

/** Not everywhere: Firefox for Android has none. */
const commands = (): Commands | undefined => browser.commands

/** None where the browser knows no such keys. */
export async function shortcuts(): Promise<Shortcut[]> {
  const all = (await commands()?.getAll()) ?? []
  return all.map(({ name = '', description = '', shortcut = '' }) => ({
    ...{ command: name, description, keys: shortcut },
  }))
}

/** Open the page where the person sets them. @returns false where the browser lets nobody but the person do that */
export async function changeShortcuts(): Promise<boolean> {
  const open = commands()?.openShortcutSettings
  try {
    if (open) await open()
    else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' })
    return true
  } catch {
    return false
  }
}
