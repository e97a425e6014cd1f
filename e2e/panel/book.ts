import { LANGUAGES } from './languages'
import { STORIES } from './stories'

/** The index of the storybook: every story at every width, in a language and a theme that are chosen at the top. */

const THEMES = ['system', 'light', 'dark']

/** What a link shows: the panel's place, and how wide it is (px; null: as wide as there is room). */
const SIZES = [
  { title: '320', place: 'full', width: 320 },
  { title: '380', place: 'popup', width: 380 },
  { title: 'full', place: 'full', width: null },
]

const STYLE = `
  body { display: grid; grid-template: auto 1fr / 22rem 1fr; gap: 8px; height: 100vh; margin: 0; font: 14px/1.5 system-ui; }
  header { grid-column: 1 / 3; display: flex; gap: 16px; padding: 8px 12px; border-bottom: 1px solid #8886; }
  nav { overflow: auto; padding: 0 12px 12px; }
  li { display: flex; gap: 8px; } li span { flex: 1; overflow-wrap: anywhere; } ul { margin: 0; padding: 0; }
  iframe { height: calc(100% - 12px); border: 1px solid #8886; }`

const chosen = new URLSearchParams(location.search)

/** A new element, with what it holds. */
function make<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  props: Partial<HTMLElementTagNameMap[T]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = Object.assign(document.createElement(tag), props)
  element.append(...children)
  return element
}

function picker(name: string, values: readonly string[], changed: () => void): HTMLElement {
  const options = values.map((value) => make('option', { value, selected: value === chosen.get(name) }, value))
  const select = make('select', {}, ...options)
  select.addEventListener('change', () => {
    chosen.set(name, select.value)
    // kept in the address, so that a redrawn page is the same one
    history.replaceState(null, '', `?${chosen}`)
    changed()
  })
  return make('label', {}, `${name} `, select)
}

const addressOf = (story: string, place: string): string => {
  const { view } = STORIES[story] ?? {}
  const at = view === 'approval' && place === 'popup' ? 'approval' : place
  return `?${new URLSearchParams({ ...Object.fromEntries(chosen), story })}#${at}${view ? `/${view}` : ''}`
}

export function list(): void {
  const frame = make('iframe', { title: 'The story' })
  let shown = { story: Object.keys(STORIES)[0] ?? '', size: SIZES[1] }
  const draw = () => {
    frame.style.width = shown.size?.width ? `${shown.size.width}px` : 'calc(100% - 12px)'
    // by way of nothing, for an address that differs in its # alone loads nothing
    frame.src = 'about:blank'
    setTimeout(() => {
      frame.src = addressOf(shown.story, shown.size?.place ?? 'full')
    })
  }
  const rows = Object.keys(STORIES).map((story) => {
    const links = SIZES.map((size) => {
      const link = make('a', { href: addressOf(story, size.place) }, size.title)
      link.addEventListener('click', (event) => {
        if (event.ctrlKey || event.metaKey) return
        event.preventDefault()
        shown = { story, size }
        draw()
      })
      return link
    })
    return make('li', {}, make('span', {}, story), ...links)
  })
  const pickers = [
    picker('lang', ['en', ...LANGUAGES.filter((one) => one !== 'en')], draw),
    picker('theme', THEMES, draw),
  ]
  document.head.append(make('style', {}, STYLE))
  document.body.append(
    make('header', {}, make('strong', {}, 'Lanyard, every view'), ...pickers),
    make('nav', {}, make('ul', {}, ...rows)),
    frame,
  )
  draw()
}
