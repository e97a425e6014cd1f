/**
 * The parts of `browser` that `src/edges` uses and that webextension-polyfill wraps. `action` and `scripting` are used too:
 * it knows neither, and hands them through as they are.
 */
export const USED = [
  ...['alarms', 'commands', 'contextMenus', 'i18n', 'notifications'],
  ...['permissions', 'runtime', 'storage', 'tabs', 'windows'],
] as const

/** The table of what it wraps, as it stands in the polyfill's source. */
const TABLE = /const apiMetadata = (\{[\s\S]*?\n {6}\});/

/** What webextension-polyfill has a table entry for. @throws Error where the table is not found */
export function tableOf(code: string): Record<string, unknown> {
  const [, table] = TABLE.exec(code) ?? []
  if (table === undefined) throw new Error('the table of the polyfill was not found')
  return JSON.parse(table) as Record<string, unknown>
}

/** The polyfill with a table of what is used only: two thirds of its bytes are for the rest. @throws Error as `tableOf` */
export function smallPolyfill(code: string): string {
  const table = tableOf(code)
  const used = Object.fromEntries(USED.map((name) => [name, table[name]]))
  return code.replace(TABLE, () => `const apiMetadata = ${JSON.stringify(used)};`)
}
