import { beforeEach, describe, expect, it, vi } from 'vitest'
import { bringToFront, comeInside, drawAttention, findApprovals, showApprovals } from './window'

interface FakeBrowser {
  windows?: object
  focused: object | null
  current: object
  tabs: object[]
  refuses: boolean
  done: unknown[]
}

const world = vi.hoisted((): FakeBrowser => ({ focused: null, current: {}, tabs: [], refuses: false, done: [] }))

vi.mock('webextension-polyfill', () => ({
  default: {
    get windows() {
      return world.windows
    },
    runtime: { getURL: (path: string) => `ext:/${path}` },
    tabs: {
      create: async ({ url }: { url: string }) => ({ id: world.done.push(['tab', url]) }),
      query: async () => world.tabs,
      get: async (id: number) => ({ id, windowId: id * 10 }),
      update: async (id: number, change: object) => void world.done.push(['tab', id, change]),
    },
  },
}))

const windows = {
  getLastFocused: async () => {
    if (!world.focused) throw new Error('No last-focused window')
    return world.focused
  },
  getCurrent: async () => world.current,
  update: async (id: number, change: object) => void world.done.push([id, change]),
  async create({ left, top, type }: { left?: number; top?: number; type: string }) {
    world.done.push([type, left, top])
    if (world.refuses && left !== undefined) throw new Error('Invalid value for bounds.')
    return { tabs: [{ id: 5 }] }
  },
}

beforeEach(() => {
  Object.assign(world, { windows, focused: null, refuses: false, done: [] })
  vi.stubGlobal('screen', { availLeft: -1440, availTop: 25, availWidth: 1440, availHeight: 875 })
})

const FOCUSED = { left: 100, top: 50, width: 1200, height: 800, state: 'normal' }

describe('the approval window', () => {
  it.each<[string, object | null, unknown[]]>([
    ['beside what is looked at', FOCUSED, [['popup', 876, 122]]],
    ['where the browser likes it, nothing being looked at', null, [['popup', undefined, undefined]]],
    [
      'where the browser likes it, all being minimised',
      { ...FOCUSED, state: 'minimized' },
      [['popup', undefined, undefined]],
    ],
    [
      'where the browser likes it, which does not say where it is',
      { state: 'normal' },
      [['popup', undefined, undefined]],
    ],
  ])('comes up %s', async (_, focused, done) => {
    world.focused = focused
    expect(await showApprovals()).toBe(5)
    expect(world.done).toEqual(done)
  })

  it('comes up where the browser likes it when the place is refused', async () => {
    Object.assign(world, { focused: FOCUSED, refuses: true })
    expect(await showApprovals()).toBe(5)
    expect(world.done.at(-1)).toEqual(['popup', undefined, undefined])
  })

  it('is a tab where there are no windows', async () => {
    delete world.windows
    expect(await showApprovals()).toBe(1)
    expect(world.done).toEqual([['tab', 'ext:/src/panel/index.html#approval']])
  })

  it.each<[string, object[], number | null]>([
    ['by its address', [{ id: 7, url: 'ext:/src/panel/index.html#approval' }], 7],
    ['on its way there', [{ id: 7, url: '', pendingUrl: 'ext:/src/panel/index.html#approval' }], 7],
    ['nowhere among other pages of ours', [{ id: 7, url: 'ext:/src/panel/index.html#full/sites' }, { id: 8 }], null],
  ])('is found %s', async (_, tabs, tab) => {
    world.tabs = tabs
    expect(await findApprovals()).toBe(tab)
  })

  it.each<[string, object, unknown[]]>([
    ['comes inside its screen', { left: -300, top: 400 }, [[3, { left: -400, top: 260, width: 400, height: 640 }]]],
    ['stays where it is seen', { left: -900, top: 100 }, []],
    ['moves no window that is not ours alone', { left: -300, top: 400, type: 'normal' }, []],
  ])('%s', async (_, at, done) => {
    world.current = { id: 3, type: 'popup', width: 400, height: 640, ...at }
    await comeInside()
    expect(world.done).toEqual(done)
  })

  it('is pointed to without the focus, and gets it on a click', async () => {
    await drawAttention(5)
    expect(world.done).toEqual([[50, { drawAttention: true }]])
    await bringToFront(5)
    expect(world.done.slice(1)).toEqual([
      ['tab', 5, { active: true }],
      [50, { focused: true }],
    ])
  })

  it('is not pointed to where there are no windows, and its tab comes to the front on a click', async () => {
    delete world.windows
    await comeInside()
    await drawAttention(5)
    await bringToFront(5)
    expect(world.done).toEqual([['tab', 5, { active: true }]])
  })
})
