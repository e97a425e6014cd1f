import { expect, it, vi } from 'vitest'
import { activeSite } from './active-site'

const world = vi.hoisted(() => ({ tabs: (): { id?: number; url?: string }[] => [] }))
vi.mock('webextension-polyfill', () => ({ default: { tabs: { query: async () => world.tabs() } } }))

it.each<[string, { id?: number; url?: string } | undefined, string | null]>([
  ['a website', { id: 7, url: 'https://notes.example.com/path?x#y' }, 'https://notes.example.com'],
  ['one on a port of its own', { id: 7, url: 'http://localhost:8080/' }, 'http://localhost:8080'],
  ['one with its scheme’s port', { id: 7, url: 'https://notes.example.com:443/' }, 'https://notes.example.com'],
  ['one in other letters', { id: 7, url: 'https://münchen.example/' }, 'https://xn--mnchen-3ya.example'],
  ['a page that may not be known', { id: 7 }, null],
  ['an empty tab', { id: 7, url: 'about:blank' }, null],
  ['a page of the browser', { id: 7, url: 'chrome://settings' }, null],
  ['a page of ours', { id: 7, url: 'moz-extension://0f0e/src/panel/index.html' }, null],
  ['a file', { id: 7, url: 'file:///home/x.html' }, null],
  ['no address', { id: 7, url: 'not one' }, null],
  ['a tab without a number', { url: 'https://notes.example.com/' }, null],
  ['nothing', undefined, null],
])('the popup stands over %s', async (_, tab, origin) => {
  world.tabs = () => (tab ? [tab] : [])
  expect(await activeSite()).toEqual(origin === null ? null : { origin, tabId: 7 })
})

it('is unknown where tabs cannot be asked', async () => {
  world.tabs = () => {
    throw new Error('no')
  }
  expect(await activeSite()).toBeNull()
})
