import { LANGUAGES, nameOf, tagOf } from '../../edges/languages'
import { t, type Word } from '../../edges/words'
import type { Theme } from '../../wire/panel'
import type { ViewProps } from '../view'
import { useRun } from './run'
import { Trouble } from './trouble'

const THEMES = [
  { theme: 'system', name: 'theme_system' },
  { theme: 'light', name: 'theme_light' },
  { theme: 'dark', name: 'theme_dark' },
] as const satisfies readonly { theme: Theme; name: Word }[]

type LookProps = Pick<ViewProps, 'snapshot' | 'commands'>

export function ThemeChoice({ snapshot, commands }: LookProps) {
  const { error, choose } = useRun()
  return (
    <fieldset class="themes">
      <legend>{t('theme')}</legend>
      <div>
        {THEMES.map(({ theme, name }) => (
          <label key={theme}>
            <input
              type="radio"
              name="theme"
              checked={snapshot.settings.theme === theme}
              onChange={() => void choose(() => commands.setTheme(theme))}
            />
            <span>{t(name)}</span>
          </label>
        ))}
      </div>
      <Trouble failure={error} />
    </fieldset>
  )
}

/** Each by its own name: whoever took a wrong one must find the way back. */
const byName = () =>
  LANGUAGES.map((folder) => ({ folder, name: nameOf(folder), tag: tagOf(folder) })).sort((a, b) =>
    a.name.localeCompare(b.name, 'en'),
  )

let named: ReturnType<typeof byName> | null = null
/** Not before they are seen: in a new process the names of all languages took 38 ms of the start (one profile). */
const names = () => {
  named ??= byName()
  return named
}

export function LanguageChoice({ snapshot, commands }: LookProps) {
  const { error, choose } = useRun()
  return (
    <div class="field">
      <label for="language">{t('language')}</label>
      <select
        id="language"
        value={snapshot.settings.language ?? ''}
        onChange={({ currentTarget: { value } }) => void choose(() => commands.setLanguage(value || null))}
      >
        <option value="">{t('language_browser')}</option>
        {names().map(({ folder, name, tag }) => (
          <option key={folder} value={folder} lang={tag}>
            {name}
          </option>
        ))}
      </select>
      <Trouble failure={error} />
    </div>
  )
}
