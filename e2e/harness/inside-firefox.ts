import type { Browser, Page } from 'puppeteer-core'

/** Runs a function (as text) in Firefox's own window, with one text; its text or null comes back. */
export type RunInside = (code: string, argument: string) => Promise<string | null>

/** The parts of BiDi that puppeteer has no words for. */
interface Bidi {
  send(method: 'browsingContext.getTree', params: { 'moz:scope': 'chrome' }): Promise<Reply<Tree>>
  send(method: 'script.callFunction', params: object): Promise<Reply<Called>>
  send(method: 'browsingContext.create', params: { type: 'tab'; referenceContext: string }): Promise<Reply<Tab>>
}
interface Reply<T> {
  result: T
}
interface Tree {
  contexts: { context: string }[]
}
interface Tab {
  context: string
}
type Called =
  | { type: 'success'; result: { type: string; value?: string } }
  | { type: 'exception'; exceptionDetails: { text: string } }

const bidiOf = (browser: Browser): Bidi => (browser as unknown as { connection: Bidi }).connection

/** What BiDi calls a page. */
const contextOf = (page: Page): string => (page.mainFrame() as unknown as { _id: string })._id

/**
 * A new tab in the same window. `browser.newPage()` takes the window that was last in front, which may be an approval
 * window about to close: its tab goes down with it ("no such frame").
 */
export async function openBeside(page: Page): Promise<Page> {
  const browser = page.browser()
  const { result } = await bidiOf(browser).send('browsingContext.create', {
    type: 'tab',
    referenceContext: contextOf(page),
  })
  const opened = (await browser.pages()).find((page) => contextOf(page) === result.context)
  if (!opened) throw new Error('a tab was opened and is not among the pages')
  return opened
}

/**
 * A way into the browser's own context, where extensions can be seen from outside: Firefox started with
 * `-remote-allow-system-access` lists its windows under `moz:scope` and evaluates there (measured with 153).
 */
export async function insideFirefox(browser: Browser): Promise<RunInside> {
  const bidi = bidiOf(browser)
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
