import { keepLook, type Look, showTheme } from '../edges/look'
import { loadWords } from '../edges/words'

/**
 * Keeps the page in the theme and the language that the background says, and leaves word of them for the next page.
 * @param redraw called when the words have become others
 */
export function followLook(redraw: () => void): (look: Look) => void {
  let shown = ''
  return ({ theme, language }) => {
    const next = JSON.stringify([theme, language])
    if (next === shown) return
    shown = next
    showTheme(theme)
    keepLook({ theme, language })
    void loadWords(language).then((isNew) => isNew && redraw())
  }
}
