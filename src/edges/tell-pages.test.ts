import { beforeEach, expect, it, vi } from 'vitest'
import { tellAccountChanged } from './tell-pages'

const world = vi.hoisted(() => ({ tabs: [] as { id?: number }[], told: [] as [number, unknown][], deaf: 2 }))
vi.mock('webextension-polyfill', () => ({
  default: {
    tabs: {
      query: () => Promise.resolve(world.tabs),
      sendMessage(id: number, message: unknown) {
        world.told.push([id, message])
        if (id === world.deaf) return Promise.reject(new Error('Receiving end does not exist.'))
        return Promise.resolve(undefined)
      },
    },
  },
}))

beforeEach(() => {
  world.told.length = 0
})

it('tells every tab which site has another account, also behind one where nobody listens', async () => {
  world.tabs = [{ id: 1 }, {}, { id: 2 }, { id: 3 }]
  await tellAccountChanged('https://site.example')
  const message = { origin: 'https://site.example', event: 'accountChanged' }
  expect(world.told).toEqual([
    [1, message],
    [2, message],
    [3, message],
  ])
})

it('is done at once where no tab is open', async () => {
  world.tabs = []
  await tellAccountChanged('https://site.example')
  expect(world.told).toEqual([])
})
