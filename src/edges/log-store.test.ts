import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LogEntry } from '../wire/panel'
import { inMemory, logStore } from './log-store'

// IndexedDB itself is tested in the browsers: e2e/log.spec.ts

const entry = (id: string, at: number): LogEntry => ({
  ...{ id, at, account: 'a'.repeat(64), origin: 'https://site.example', topOrigin: null },
  ...{ permission: 'get_public_key', outcome: 'denied' },
})

afterEach(() => vi.unstubAllGlobals())

describe.each([
  ['in memory', inMemory],
  ['where the browser opens no database', logStore],
])('a log store %s', (_, make) => {
  it('puts, puts again under the same id, drops and clears', async () => {
    const store = make()
    await store.put([entry('a', 1), entry('b', 2), entry('c', 3)])
    await store.put([entry('b', 4)])
    await store.drop(['a', 'not there'])
    expect(await store.all()).toEqual([entry('b', 4), entry('c', 3)])
    expect(await store.count()).toBe(2)
    await store.clear()
    expect(await store.all()).toEqual([])
  })
})

describe('logStore', () => {
  it('touches no database before its first use', () => {
    const open = vi.fn()
    vi.stubGlobal('indexedDB', { open })
    logStore()
    expect(open).not.toHaveBeenCalled()
  })
})
