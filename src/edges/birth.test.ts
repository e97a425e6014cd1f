import { afterEach, expect, it, vi } from 'vitest'

/** What a background reads of storage before the rest of it is there, and who gets it. */

const area = (name: string, read = async (): Promise<object> => ({ [name]: true })) => ({ get: vi.fn(read) })
const noArea = { get: () => Promise.reject(new Error('not this one')) }

async function bear(globals: object) {
  vi.resetModules()
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  await import('./birth')
  return await import('./early')
}

afterEach(() => {
  vi.unstubAllGlobals()
  Reflect.deleteProperty(globalThis, 'earlyRecords')
})

it.each(['browser', 'chrome'])('both areas are read at birth, whole, where the API is %s', async (api) => {
  const storage = { local: area('local'), session: area('session') }
  const { takeRecords } = await bear({ [api]: { storage } })
  expect([storage.local.get.mock.calls, storage.session.get.mock.calls]).toEqual([[[null]], [[null]]])
  expect([await takeRecords('local'), await takeRecords('session')]).toEqual([{ local: true }, { session: true }])
})

it('in Firefox by its own API, which answers with promises', async () => {
  const storage = { local: area('local'), session: area('session') }
  const { takeRecords } = await bear({ browser: { storage }, chrome: { storage: { local: noArea, session: noArea } } })
  expect(await takeRecords('session')).toEqual({ session: true })
})

it('what was read is taken once: whoever reads again later must not get what is old by then', async () => {
  const { takeRecords } = await bear({ chrome: { storage: { local: area('local'), session: area('session') } } })
  expect(await takeRecords('session')).toEqual({ session: true })
  expect(takeRecords('session')).toBeNull()
  expect(await takeRecords('local')).toEqual({ local: true })
  expect(takeRecords('local')).toBeNull()
})

it('a failure is heard by whoever takes it, and by nobody else', async () => {
  const unheard = vi.fn()
  process.on('unhandledRejection', unheard)
  const { takeRecords } = await bear({ chrome: { storage: { local: noArea, session: area('session') } } })
  await new Promise((resolve) => setTimeout(resolve, 5))
  process.off('unhandledRejection', unheard)
  expect(unheard).not.toHaveBeenCalled()
  await expect(takeRecords('local')).rejects.toThrow('not this one')
})

it('without storage nothing is read, and nothing to be taken', async () => {
  const { takeRecords } = await bear({ browser: undefined, chrome: {} })
  expect([takeRecords('local'), takeRecords('session')]).toEqual([null, null])
})
