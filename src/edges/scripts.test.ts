import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Registered, scripting } from '../testing/scripting'
import { bringInLine, type Presence, scriptsFor } from './scripts'

const world = vi.hoisted(() => ({ api: {} as Record<string, unknown>, url: '' }))
vi.mock('webextension-polyfill', () => ({
  default: {
    get scripting() {
      return world.api
    },
    runtime: { getURL: (path: string) => world.url + path },
  },
}))

const DEFAULT: Presence = { mode: 'every', on: [], off: [], firm: [], links: false }
const A = 'https://a.example'
const B = 'https://b.example:8443'
const LOCAL = 'http://localhost:3000'
const ALL = ['http://*/*', 'https://*/*']

/** What is registered, but for the marks: matches, and after `not` what is left out. */
const brief = (scripts: Pick<Registered, 'id' | 'matches' | 'excludeMatches'>[]) =>
  Object.fromEntries(
    scripts
      .filter(({ id }) => id !== 'mark')
      .map(({ id, matches, excludeMatches = [] }) => [
        id,
        [...matches, ...(excludeMatches.length ? ['not', ...excludeMatches] : [])].join(' '),
      ]),
  )

describe('where a word is told', () => {
  it.each<[string, Partial<Presence>, Record<string, string>, Record<string, string>]>([
    ['nowhere, in the beginning', {}, {}, {}],
    ['where links are wanted', { links: true }, { links: ALL.join(' ') }, { links: ALL.join(' ') }],
    ['switched on by name, where it is on anyway', { on: [A] }, {}, {}],
    ['off', { off: [A] }, { off: 'https://a.example:443/*' }, { off: 'https://a.example/*' }],
    [
      'off on a port',
      { off: [B, LOCAL] },
      { off: 'http://localhost:3000/* https://b.example:8443/*' },
      { off: 'http://localhost/* https://b.example/*' },
    ],
    [
      'off on one port and on on another',
      { off: [LOCAL], on: ['http://localhost:4000'] },
      { off: 'http://localhost:3000/*' },
      {},
    ],
    [
      'off in one scheme and on in another',
      { off: ['http://a.example'], on: [A] },
      { off: 'http://a.example:80/*' },
      { off: 'http://a.example/*' },
    ],
    ['chosen, and none is', { mode: 'chosen' }, { off: ALL.join(' ') }, { off: ALL.join(' ') }],
    [
      'chosen',
      { mode: 'chosen', on: [A, LOCAL], off: [B] },
      { off: `${ALL.join(' ')} not http://localhost:3000/* https://a.example:443/*` },
      { off: `${ALL.join(' ')} not http://localhost/* https://a.example/*` },
    ],
    ['firm', { firm: [A] }, { firm: 'https://a.example:443/*' }, { firm: 'https://a.example/*' }],
    [
      'firm among the chosen',
      { mode: 'chosen', on: [A], firm: [A] },
      { off: `${ALL.join(' ')} not https://a.example:443/*`, firm: 'https://a.example:443/*' },
      { off: `${ALL.join(' ')} not https://a.example/*`, firm: 'https://a.example/*' },
    ],
    [
      'an address',
      { off: ['http://[::1]:80', 'http://[::1]'] },
      { off: 'http://[::1]:80/*' },
      { off: 'http://[::1]/*' },
    ],
    ['what is no web origin', { off: ['null', '', '*', 'file://', `${A}/`, 'data:text/html,'] }, {}, {}],
  ])('%s', (_, presence, withPorts, withoutPorts) => {
    expect(brief(scriptsFor({ ...DEFAULT, ...presence }, true) as Registered[])).toEqual(withPorts)
    expect(brief(scriptsFor({ ...DEFAULT, ...presence }, false) as Registered[])).toEqual(withoutPorts)
  })

  it('is told in every frame, before its first script, and after the browser was started again', () => {
    for (const script of scriptsFor({ ...DEFAULT, off: [A], firm: [B] }, true).filter(({ id }) => id !== 'mark'))
      expect(script).toMatchObject({
        ...{ allFrames: true, matchOriginAsFallback: true, runAt: 'document_start', persistAcrossSessions: true },
      })
  })
})

describe('whose tabs have an icon of their own', () => {
  it.each<[string, Partial<Presence>, string[] | undefined]>([
    ['nobody, in the beginning', {}, undefined],
    ['what is off, where all others are on', { off: [A], on: [B] }, ['https://a.example:443/*']],
    ['what is on, where all others are off', { mode: 'chosen', off: [A], on: [B] }, ['https://b.example:8443/*']],
    ['nobody, where nothing was chosen', { mode: 'chosen', off: [A] }, undefined],
  ])('%s', (_, presence, matches) => {
    const mark = scriptsFor({ ...DEFAULT, ...presence }, true).find(({ id }) => id === 'mark')
    expect(mark?.matches).toEqual(matches)
    // a frame is not the page, and none of a thousand frames is to wake anybody
    if (mark) expect(mark).toMatchObject({ allFrames: false, matchOriginAsFallback: false })
  })
})

describe.each([
  ['Chromium', 'chrome-extension://lanyard/'],
  ['Firefox', 'moz-extension://one-browser/'],
])('bringing %s in line', (_, url) => {
  let registered: Map<string, Registered>
  let done: string[]
  let isRefusing = false

  beforeEach(() => {
    registered = new Map()
    done = []
    isRefusing = false
    const reply = async <T>(run: () => T) => run()
    const api = scripting(registered, reply, () => isRefusing)
    const watched = Object.entries(api).map(([name, call]) => [
      name,
      (argument: never) => {
        if (!name.startsWith('get')) done.push(name.replace('ContentScripts', ''))
        return (call as (argument: never) => unknown)(argument)
      },
    ])
    Object.assign(world, { api: Object.fromEntries(watched), url })
  })

  const bring = (presence: Partial<Presence>) => bringInLine({ ...DEFAULT, ...presence })

  it('registers nothing where nothing was chosen', async () => {
    await bring({})
    expect(done).toEqual([])
  })

  it('registers, changes and takes back, each once', async () => {
    await bring({ off: [A] })
    await bring({ off: [A] })
    await bring({ off: [A, LOCAL] })
    await bring({ off: [LOCAL, A] })
    await bring({ mode: 'chosen', on: [A] })
    await bring({ mode: 'chosen', on: [A], firm: [A] })
    await bring({})
    expect(done).toEqual(['register', 'update', 'update', 'register', 'unregister'])
    expect(registered.size).toBe(0)
  })

  it('leaves as they are what the browser gives back in its own words', async () => {
    await bring({ mode: 'chosen', off: [A], on: [LOCAL, B], firm: [B] })
    for (const script of registered.values()) {
      script.js = script.js.map((path) => url + path)
      script.matches.reverse()
      script.excludeMatches?.reverse()
      if (script.excludeMatches?.length === 0) delete script.excludeMatches
    }
    await bring({ mode: 'chosen', off: [A], on: [LOCAL, B], firm: [B] })
    expect(done).toEqual(['register'])
  })

  it('registers anew what an update of the extension has cleared, or kept of a version before', async () => {
    await bring({ off: [A] })
    registered.clear()
    await bring({ off: [A] })
    registered.set('off', { ...registered.get('off')!, js: ['old/off.js'] })
    registered.set('gone', { id: 'gone', js: ['old/gone.js'], matches: ALL })
    await bring({ off: [A] })
    expect(done).toEqual(['register', 'register', 'update', 'unregister'])
    expect([...registered.values()].map(({ js }) => js)).toEqual([['words/off.js'], ['words/mark.js']])
  })

  it('throws where the browser refuses', async () => {
    isRefusing = true
    await expect(bring({ off: [A] })).rejects.toThrow('Invalid script')
  })
})
