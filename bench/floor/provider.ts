/** The least that can be called `window.nostr`: no checks, no errors, no way back from a worker's death. */
const waiting: ((result: unknown) => void)[] = []
const ask = (method: string, params: string[]) =>
  new Promise((resolve) => postMessage({ ask: waiting.push(resolve) - 1, method, params }))

Object.assign(window, {
  nostr: {
    signEvent: async (event: unknown) => JSON.parse((await ask('sign_event', [JSON.stringify(event)])) as string),
    nip44: { decrypt: (pubkey: string, text: string) => ask('nip44_decrypt', [pubkey, text]) },
    openWindow: () => ask('window', []),
  },
})

addEventListener('message', ({ data }) => data.answer !== undefined && waiting[data.answer]?.(data.result))
