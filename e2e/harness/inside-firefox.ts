import type { Browser } from 'puppeteer-core'

/** Runs a function (as text) in Firefox's own window, with one text; its text or null comes back. */
export type RunInside = (code: string, argument: string) => Promise<string | null>

/** The parts of BiDi that puppeteer has no words for. */
interface Bidi {
  send(method: 'browsingContext.getTree', params: { 'moz:scope': 'chrome' }): Promise<Reply<Tree>>
  send(method: 'script.callFunction', params: object): Promise<Reply<Called>>
}
interface Reply<T> {
  result: T
}
interface Tree {
  contexts: { context: string }[]
}
type Called =
  | { type: 'success'; result: { type: string; value?: string } }
  | { type: 'exception'; exceptionDetails: { text: string } }

/**
 * A way into the browser's own context, where extensions can be seen from outside: Firefox started with
 * `-remote-allow-system-access` lists its windows under `moz:scope` and evaluates there (measured with 153).
 */
export async function insideFirefox(browser: Browser): Promise<RunInside> {
  const bidi = (browser as unknown as { connection: Bidi }).connection
  const { result: tree } = await bidi.send('browsingContext.getTree', { 'moz:scope': 'chrome' })
  const context = tree.contexts[0]?.context
  return async (code, argument) => {
    const { result: called } = await bidi.send('script.callFunction', {
      functionDeclaration: code,
      arguments: [{ type: 'string', value: argument }],
      target: { context },
      awaitPromise: true,
    })
    if (called.type === 'exception') throw new Error(called.exceptionDetails.text)
    return called.result.value ?? null
  }
}
