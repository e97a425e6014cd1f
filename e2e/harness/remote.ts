import type { Outcome } from '../../src/protocol/error'
import type { CommandName, PanelCommands, Snapshot } from '../../src/wire/panel'
import type { Frame } from './lanyard'

/** A command as the panel sends it, for tests that are not about the panel's buttons. */
export const command = <K extends CommandName>(
  page: Frame,
  name: K,
  ...args: Parameters<PanelCommands[K]>
): Promise<Outcome<void>> =>
  page.evaluate(
    ({ name, args }) =>
      new Promise<Outcome<void>>((resolve) => {
        const port = chrome.runtime.connect({ name: 'panel' })
        port.onMessage.addListener((message: { n?: number; outcome: Outcome<void> }) => {
          if (message.n !== 1) return
          port.disconnect()
          resolve(message.outcome)
        })
        port.postMessage({ n: 1, command: name, args })
      }),
    { name: name as string, args: args as unknown[] },
  )

/** What the panel would draw now. */
export const snapshot = (page: Frame): Promise<Snapshot> =>
  page.evaluate(
    () =>
      new Promise<Snapshot>((resolve) => {
        const port = chrome.runtime.connect({ name: 'panel' })
        port.onMessage.addListener((message: { snapshot?: Snapshot }) => {
          if (!message.snapshot) return
          port.disconnect()
          resolve(message.snapshot)
        })
      }),
  )

/** Wait until the snapshot shows something; fails with the last one after `ms`. */
export async function until<T>(
  page: Frame,
  look: (snapshot: Snapshot) => T | null | undefined | false,
  ms = 15_000,
): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const seen = await snapshot(page)
    const found = look(seen)
    if (found) return found
    if (Date.now() > end)
      throw new Error(`not seen in ${ms} ms; last: ${JSON.stringify(seen, null, 1).slice(0, 3_000)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The part of the extension API that the functions above use, inside the page. */
declare const chrome: {
  runtime: {
    connect(options: { name: string }): {
      // biome-ignore lint/suspicious/noExplicitAny: each caller narrows it
      onMessage: { addListener(listen: (message: any) => void): void }
      postMessage(message: unknown): void
      disconnect(): void
    }
  }
}
