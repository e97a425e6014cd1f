import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrowserURL, type Sender } from '../testing/sender'
import { type Caller, callerOf } from './caller'

const world = vi.hoisted(() => ({ base: '' }))
vi.mock('webextension-polyfill', () => ({
  default: { runtime: { id: 'lanyard', getURL: (path: string) => world.base + path } },
}))

const SITE = 'https://site.example'
const TOP = 'https://top.example:8443'
const STRANGER: Caller = { kind: 'stranger' }
const OPAQUE: Caller = { kind: 'opaque' }
const page = (origin: string, topOrigin: string | null = null): Caller => ({
  kind: 'page',
  origin,
  topOrigin,
  tabId: 7,
})
const panel = (tabId: number | null): Caller => ({ kind: 'panel', tabId })

const tab = { id: 7, url: `${SITE}/a` }
const framed = { frameId: 3, tab: { id: 7, url: `${TOP}/b` } }

beforeEach(() => vi.stubGlobal('URL', BrowserURL))
afterEach(() => vi.unstubAllGlobals())

describe.each([
  ['Chromium', 'chrome-extension://abcdefghijklmnop/', 'chrome-extension://zyxwvutsrqponmlk'],
  ['Firefox', 'moz-extension://0a1b2c3d-0000-4000-8000-000000000000/', 'moz-extension://ffffffff-0000'],
])('in %s', (_, base, foreign) => {
  const own = base.slice(0, -1)
  const ourPage = `${base}src/panel/index.html#approval`
  beforeEach(() => {
    world.base = base
  })

  it.each<[string, Sender, Caller]>([
    ['a top frame', { url: `${SITE}/a`, origin: SITE, frameId: 0, tab }, page(SITE)],
    [
      'a page with a port',
      { url: 'http://a.example:81/', origin: 'http://a.example:81', frameId: 0, tab },
      page('http://a.example:81'),
    ],
    [
      'a page in a private window',
      { url: `${SITE}/a`, origin: SITE, frameId: 0, tab: { ...tab, incognito: true } },
      { ...page(SITE), isPrivate: true } as Caller,
    ],
    ['a frame of its own site', { url: `${SITE}/f`, origin: SITE, frameId: 3, tab }, page(SITE)],
    ['a frame in another site', { url: `${SITE}/f`, origin: SITE, ...framed }, page(SITE, TOP)],
    ['about:blank of a site', { url: 'about:blank', origin: SITE, frameId: 3, tab }, page(SITE)],
    ['srcdoc in another site', { url: 'about:srcdoc', origin: SITE, ...framed }, page(SITE, TOP)],
    ['blob: of a site', { url: `blob:${SITE}/1`, origin: SITE, frameId: 0, tab }, page(SITE)],
    ['a frame whose tab has no address', { url: `${SITE}/f`, origin: SITE, frameId: 3, tab: { id: 7 } }, page(SITE)],
    ['a page of a browser that names no origin', { url: `${SITE}/a`, frameId: 0, tab }, page(SITE)],
    ['a sandboxed frame', { url: `${SITE}/f`, origin: 'null', frameId: 3, tab }, OPAQUE],
    ['a sandboxed top page', { url: `${SITE}/f`, origin: 'null', frameId: 0, tab }, OPAQUE],
    ['a data: frame', { url: 'data:text/html,x', origin: 'null', frameId: 3, tab }, OPAQUE],
    ['about:blank without an origin', { url: 'about:blank', frameId: 3, tab }, OPAQUE],
    ['a file', { url: 'file:///etc/hosts', origin: 'file://', frameId: 0, tab }, OPAQUE],
    ['a page with a broken origin', { url: `${SITE}/a`, origin: '', frameId: 0, tab }, OPAQUE],
    ['a page of another extension in a tab', { url: `${foreign}/x.html`, origin: foreign, frameId: 0, tab }, OPAQUE],
    ['a page that only looks like ours', { url: `${own}.site.example/`, origin: SITE, frameId: 0, tab }, page(SITE)],
    ['our page by its address, a site by its origin', { url: ourPage, origin: SITE, frameId: 0, tab }, page(SITE)],
    ['our page by its origin, a site by its address', { url: `${SITE}/a`, origin: own, frameId: 0, tab }, OPAQUE],
    ['our own page, sandboxed', { url: ourPage, origin: 'null', frameId: 0, tab }, OPAQUE],
    ['the popup', { url: ourPage, origin: own }, panel(null)],
    ['the popup of a browser that names no origin', { url: ourPage }, panel(null)],
    ['our page in a tab', { url: ourPage, origin: own, frameId: 0, tab: { id: 9, url: ourPage } }, panel(9)],
    ['our page in a window, unnamed', { url: ourPage, frameId: 0, tab: { id: 9 } }, panel(9)],
    ['a site without a tab', { url: `${SITE}/a`, origin: SITE, frameId: 0 }, OPAQUE],
    ['a tab without an id', { url: `${SITE}/a`, origin: SITE, frameId: 0, tab: { url: SITE } }, OPAQUE],
    ['nothing but our id', {}, OPAQUE],
  ])('%s is told for what it is', (_, sender, caller) => {
    expect(callerOf({ id: 'lanyard', ...sender } as Parameters<typeof callerOf>[0])).toEqual(caller)
  })

  it.each<[string, Sender | undefined]>([
    ['nobody', undefined],
    ['no id', { url: ourPage, origin: own }],
    ['another extension', { id: 'other', url: `${foreign}/x.html`, origin: foreign }],
    ['another extension that names our page', { id: 'other', url: ourPage, origin: own }],
    ['another extension that names a site', { id: 'other', url: `${SITE}/a`, origin: SITE, frameId: 0, tab }],
  ])('%s is a stranger', (_, sender) => {
    expect(callerOf(sender as Parameters<typeof callerOf>[0])).toEqual(STRANGER)
  })
})
