import type { SettingsView, Theme } from '../wire/panel'

/**
 * How the panel looks and speaks, mirrored where a page can read it at once: settings come up a port, after the first
 * paint. The mirror may be of yesterday; what the background says is true.
 */
export type Look = Pick<SettingsView, 'theme' | 'language'>

/** `public/early.js` reads it too, before anything is painted. */
const PLACE = 'look'

const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** As it was when the panel was last open. */
export function lastLook(): Look {
  try {
    const { theme, language } = Object(JSON.parse(localStorage.getItem(PLACE) ?? '{}')) as Record<string, unknown>
    return {
      theme: THEMES.find((one) => one === theme) ?? 'system',
      language: typeof language === 'string' ? language : null,
    }
  } catch {
    // the browser may keep nothing for pages of ours
    return { theme: 'system', language: null }
  }
}

export function keepLook({ theme, language }: Look): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ theme, language }))
  } catch {
    // the next panel begins with the system's theme, and corrects itself
  }
}

/** `data-theme` on the page: tokens.css does the rest. */
export function showTheme(theme: Theme): void {
  const page = document.documentElement
  if (theme === 'system') delete page.dataset.theme
  else page.dataset.theme = theme
}
