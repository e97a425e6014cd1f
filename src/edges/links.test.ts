import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { happening } from '../testing/port'
import { BrowserURL, EXTENSION, pageSender, panelSender, type Sender } from '../testing/sender'
import { MAX_LINK } from '../wire/background'
import { onTokenLink, renameMenu, type TokenLink } from './links'

/** By which links a page may bring up a pairing, and whose they are said to be. */

interface Item {
  id: string
  title: string
  contexts: string[]
  targetUrlPatterns: string[]
}
type Clicked = Partial<Record<'menuItemId' | 'linkUrl' | 'frameUrl' | 'pageUrl', string>>

const world = vi.hoisted(() => ({ browser: {} as Record<string, unknown> }))
vi.mock('webextension-polyfill', () => ({
  default: new Proxy({}, { get: (_, name: string) => world.browser[name] }),
}))

const TOKEN = 'bunker://aa?relay=wss://r.example'
const SITE = 'https://site.example'

function computer({ hasMenus = true } = {}) {
  const [installed, clicked, said] = [happening<[]>(), happening<[Clicked]>(), happening<[unknown, Sender]>()]
  const menu: Item[] = [{ id: 'left over', title: '', contexts: [], targetUrlPatterns: [] }]
  const contextMenus = {
    removeAll: async () => void menu.splice(0),
    create: (item: Item, done: () => void) => {
      menu.push(item)
      done()
    },
    update: async (id: string, change: Partial<Item>) => {
      const item = menu.find((item) => item.id === id)
      if (!item) throw new Error(`Cannot find menu item with id ${id}`)
      Object.assign(item, change)
    },
    onClicked: clicked,
  }
  world.browser = {
    i18n: { getMessage: (key: string) => key },
    runtime: {
      id: EXTENSION.id,
      getURL: (path: string) => EXTENSION.url + path,
      onInstalled: installed,
      onMessage: said,
    },
    ...(hasMenus && { contextMenus }),
  }
  const links: TokenLink[] = []
  onTokenLink((link) => links.push(link))
  return { menu, links, install: installed.fire, choose: clicked.fire, say: said.fire }
}

let home: ReturnType<typeof computer>
beforeEach(() => {
  vi.stubGlobal('URL', BrowserURL)
  home = computer()
})
afterEach(() => vi.unstubAllGlobals())

describe('the menu over a link', () => {
  it('is made anew with each installation, for tokens only', async () => {
    home.install()
    await vi.waitFor(() =>
      expect(home.menu).toEqual([
        { id: 'pair', title: 'link_pair', contexts: ['link'], targetUrlPatterns: ['bunker:*'] },
      ]),
    )
  })

  it.each<[string, Clicked, string | null]>([
    ['in a page', { pageUrl: `${SITE}/a?b` }, SITE],
    ['in a frame: whose link it is', { pageUrl: 'https://top.example/', frameUrl: `${SITE}/a` }, SITE],
    ['in a frame that a site made of bytes', { pageUrl: 'https://top.example/', frameUrl: `blob:${SITE}/1` }, SITE],
    ['in a frame of no site, whatever page it is in', { pageUrl: `${SITE}/`, frameUrl: 'about:srcdoc' }, null],
    ['in a frame of bytes of no site', { pageUrl: `${SITE}/`, frameUrl: 'data:text/html,a' }, null],
    ['in a page of the browser', { pageUrl: 'chrome://bookmarks/' }, null],
    ['in a file', { pageUrl: 'file:///a.html' }, null],
    ['nowhere', {}, null],
    ['of somebody else', { pageUrl: `${SITE}/`, menuItemId: 'other' }, null],
    ['over another sort of link', { pageUrl: `${SITE}/`, linkUrl: 'nostrconnect://aa' }, null],
    ['over a link that is too long', { pageUrl: `${SITE}/`, linkUrl: TOKEN.padEnd(MAX_LINK + 1, 'x') }, null],
  ])('chosen %s', (_, info, origin) => {
    home.choose({ menuItemId: 'pair', linkUrl: TOKEN, ...info })
    expect(home.links).toEqual(origin === null ? [] : [{ token: TOKEN, origin }])
  })

  it('is named anew in the words of now, and nothing else of it changes', async () => {
    home.install()
    await vi.waitFor(() => expect(home.menu).toHaveLength(1))
    const before = { ...home.menu[0] }
    Object.assign(world.browser, { i18n: { getMessage: () => 'Mit Lanyard koppeln' } })
    await renameMenu()
    expect(home.menu).toEqual([{ ...before, title: 'Mit Lanyard koppeln' }])
  })

  it('is not there in a browser without menus, where a click still counts', async () => {
    const phone = computer({ hasMenus: false })
    phone.install()
    await renameMenu()
    phone.say({ link: TOKEN }, pageSender(SITE))
    expect(phone.links).toEqual([{ token: TOKEN, origin: SITE }])
  })
})

describe('a link that was clicked', () => {
  it.each<[string, unknown, Sender, string | null]>([
    ['in a page', { link: TOKEN }, pageSender(SITE), TOKEN],
    ['in other letters', { link: 'BUNKER://aa' }, pageSender(SITE), 'BUNKER://aa'],
    ['as long as may be', { link: TOKEN.padEnd(MAX_LINK, 'x') }, pageSender(SITE), TOKEN.padEnd(MAX_LINK, 'x')],
    ['and is too long', { link: TOKEN.padEnd(MAX_LINK + 1, 'x') }, pageSender(SITE), null],
    ['of another sort', { link: 'https://bunker://aa' }, pageSender(SITE), null],
    ['that is no text', { link: [TOKEN] }, pageSender(SITE), null],
    ['and not named', { mark: TOKEN }, pageSender(SITE), null],
    ['said by nothing', undefined, pageSender(SITE), null],
    ['in a frame that has no origin', { link: TOKEN }, { ...pageSender(SITE), origin: 'null' }, null],
    ['in our own panel', { link: TOKEN }, panelSender(), null],
    ['in another extension', { link: TOKEN }, { ...pageSender(SITE), id: 'other' }, null],
  ])('%s', (_, message, sender, token) => {
    home.say(message, sender)
    expect(home.links).toEqual(token === null ? [] : [{ token, origin: SITE }])
  })
})
