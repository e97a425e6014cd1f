/** A page of some browser, in the few words that the story needs: Chromium's in the demo, any of e2e's drivers in tests. */
export interface Screen {
  goto(url: string): Promise<void>
  /** Runs in the page's own world. The function is sent as text: it sees its argument and nothing else. */
  evaluate<R, A = undefined>(task: (argument: A) => R | Promise<R>, argument?: A): Promise<R>
  /** Clicks a button as a person does: once it is there, in sight and enabled. */
  press(button: string): Promise<void>
  /** What is seen now, into a file. @returns the PNG in base64 */
  screenshot(file: string): Promise<string>
  isClosed(): Promise<boolean>
  close(): Promise<void>
}

/** A computer: a browser with its own profile and its own Lanyard in it. */
export interface Machine {
  newPage(): Promise<Screen>
  /** The panel in a tab; `suffix` as the panel reads it (`#full/account`). */
  openPanel(suffix?: string): Promise<Screen>
  /** The window in which Lanyard asks its person, once it is open. */
  approval(): Promise<Screen>
}

const PATIENCE_MS = 15_000

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Look until something is there, every 50 ms. @throws after `patience` ms, naming `what` */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  patience = PATIENCE_MS,
): Promise<T> {
  for (const end = Date.now() + patience; ; await pause(50)) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`${what} did not come`)
  }
}

/** All that can be read on it. */
// biome-ignore lint/performance/useDomNodeTextContent: what is folded away cannot be read
const wordsOn = (screen: Screen): Promise<string> => screen.evaluate(() => document.body?.innerText ?? '')

/** Wait until a text can be read. @throws with what is there instead */
export async function sees(screen: Screen, text: string, patience = PATIENCE_MS): Promise<void> {
  let last = ''
  await until(
    `"${text}"`,
    async () => {
      last = await wordsOn(screen)
      return last.includes(text)
    },
    patience,
  ).catch((error: Error) => {
    throw new Error(`${error.message}; there is: ${last.slice(0, 1_500)}`)
  })
}

/** The text of an element, or one of its attributes, once there is any. */
export const read = (screen: Screen, selector: string, attribute?: string): Promise<string> =>
  until(selector, () =>
    screen.evaluate(
      ({ selector, attribute }) => {
        const element = document.querySelector(selector)
        return attribute ? element?.getAttribute(attribute) : element?.textContent
      },
      { selector, attribute },
    ),
  )

/** Hex as shown in groups of four, without the gaps. */
export const readHex = async (screen: Screen, selector: string): Promise<string> =>
  (await read(screen, selector)).replace(/[^0-9a-f]/g, '')

/** Click what is no button, once it is there: the first of its kind that has this text. */
export const click = (screen: Screen, selector: string, text = ''): Promise<boolean> =>
  until(`${selector} "${text}"`, () =>
    screen.evaluate(
      ({ selector, text }) => {
        const found = [...document.querySelectorAll<HTMLElement>(selector)].find(({ textContent }) =>
          textContent.includes(text),
        )
        found?.click()
        return found !== undefined
      },
      { selector, text },
    ),
  )

/** Write into a field, as typing it would: found by its label. */
export const fill = (screen: Screen, label: string, text: string): Promise<boolean> =>
  until(`the field "${label}"`, () =>
    screen.evaluate(
      ({ label, text }) => {
        const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')]
        const field = fields.find(
          (one) => one.ariaLabel === label || one.labels?.[0]?.textContent.trim().startsWith(label),
        )
        if (!field) return false
        const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
        Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, text)
        field.dispatchEvent(new Event('input', { bubbles: true }))
        return true
      },
      { label, text },
    ),
  )
