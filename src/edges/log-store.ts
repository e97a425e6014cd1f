import type { LogEntry } from '../wire/panel'

/** Where the log lies, in no order. Every function rejects where the browser would not store or read. */
export interface LogStore {
  all(): Promise<LogEntry[]>
  count(): Promise<number>
  /** New entries, and newer versions of those with the same id. */
  put(entries: readonly LogEntry[]): Promise<void>
  drop(ids: readonly string[]): Promise<void>
  clear(): Promise<void>
}

const NAME = 'lanyard'
const LOG = 'log'

/**
 * The log in IndexedDB: an entry is written by itself, and nothing of it is read when the background wakes. Where the
 * browser opens none (it is set to remember nothing) the log lives as long as the background.
 */
export function logStore(): LogStore {
  let opened: Promise<LogStore> | null = null
  /** Opened with the first use, and again after the browser has closed it (the person cleared its data). */
  function store(): Promise<LogStore> {
    opened ??= open().then(
      (database) => {
        database.onclose = () => {
          opened = null
        }
        return onDisk(database)
      },
      () => inMemory(),
    )
    return opened
  }
  return {
    all: async () => (await store()).all(),
    count: async () => (await store()).count(),
    put: async (entries) => (await store()).put(entries),
    drop: async (ids) => (await store()).drop(ids),
    clear: async () => (await store()).clear(),
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(LOG, { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function onDisk(database: IDBDatabase): LogStore {
  /** One transaction; settles when it is over. @returns what `task` gave, its request done */
  function run<T>(mode: IDBTransactionMode, task: (log: IDBObjectStore) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(LOG, mode)
      const result = task(transaction.objectStore(LOG))
      transaction.oncomplete = () => resolve(result)
      // with the reason, as when the disk is full
      transaction.onabort = () => reject(transaction.error)
    })
  }
  return {
    all: async () => (await run('readonly', (log) => log.getAll() as IDBRequest<LogEntry[]>)).result,
    count: async () => (await run('readonly', (log) => log.count())).result,
    put: (entries) =>
      run('readwrite', (log) => {
        for (const entry of entries) log.put(entry)
      }),
    drop: (ids) =>
      run('readwrite', (log) => {
        for (const id of ids) log.delete(id)
      }),
    clear: () => run('readwrite', (log) => void log.clear()),
  }
}

/** What forgets with the background. */
export function inMemory(): LogStore {
  const log = new Map<string, LogEntry>()
  return {
    all: async () => [...log.values()],
    count: async () => log.size,
    async put(entries) {
      for (const entry of entries) log.set(entry.id, entry)
    },
    async drop(ids) {
      for (const id of ids) log.delete(id)
    },
    clear: async () => log.clear(),
  }
}
