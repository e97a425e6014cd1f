import { copy } from './port'

/** A script as it was registered. */
export interface Registered {
  id: string
  js: string[]
  matches: string[]
  excludeMatches?: string[]
}

/** `browser.scripting`, as far as scripts are registered. It refuses as browsers do: all that it was handed, or nothing. */
export function scripting(
  registered: Map<string, Registered>,
  reply: <T>(run: () => T) => Promise<T>,
  isRefusing: () => boolean = () => false,
) {
  const put = (scripts: Registered[], isKnown: boolean) =>
    reply(() => {
      const wrong = scripts.some(({ id, matches }) => registered.has(id) !== isKnown || matches.length === 0)
      if (wrong || isRefusing()) throw new Error('Invalid script')
      for (const script of copy(scripts)) registered.set(script.id, { ...registered.get(script.id), ...script })
    })
  return {
    getRegisteredContentScripts: () => reply(() => copy([...registered.values()])),
    registerContentScripts: (scripts: Registered[]) => put(scripts, false),
    updateContentScripts: (scripts: Registered[]) => put(scripts, true),
    unregisterContentScripts: ({ ids }: { ids: string[] }) =>
      reply(() => {
        for (const id of ids) if (!registered.delete(id)) throw new Error(`Nonexistent script ID '${id}'`)
      }),
  }
}
