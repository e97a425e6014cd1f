/** What is used of the API. Only Firefox's manifest asks for it, and `browser` is Firefox's own: no polyfill is needed. */
interface Rules {
  updateSessionRules(change: { removeRuleIds: number[]; addRules: object[] }): Promise<void>
}

const ID = 1

/**
 * In Firefox each handshake of an extension's carries its address, an id made once for this browser, and the cookies that
 * the relay's pages have, strict ones too: by either, relays could tie together all clients of one person's. Chromium
 * shows no rule the sockets of an extension (w3c/webextensions#369); its id is the same for everybody.
 * @param host of the extension: no other requests are meant, neither pages' nor their workers', which have no tab either
 */
const ruleFor = (host: string) => ({
  id: ID,
  condition: { resourceTypes: ['websocket'], initiatorDomains: [host] },
  action: {
    type: 'modifyHeaders',
    requestHeaders: ['origin', 'cookie'].map((header) => ({ header, operation: 'remove' })),
    responseHeaders: [{ header: 'set-cookie', operation: 'remove' }],
  },
})

/** The rule lasts as long as the browser does, longer than this background: it is made once a life. */
let made: Promise<void> | null = null

/**
 * Dial once sockets tell nothing of whose they are: at once where no rule can see to that. Where the browser refuses the
 * rule, or was given no access to the relay's host, the socket is opened as it is.
 */
export function nameless(dial: () => void): void {
  const { browser } = globalThis as { browser?: { declarativeNetRequest?: Rules } }
  const rules = browser?.declarativeNetRequest
  if (!rules) return dial()
  made ??= rules.updateSessionRules({ removeRuleIds: [ID], addRules: [ruleFor(location.hostname)] }).catch(() => {
    made = null
  })
  void made.then(dial)
}
