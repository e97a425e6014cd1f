/** Who opens a port, as browsers tell it. */
export interface Sender {
  id?: string
  url?: string
  origin?: string
  tab?: { id?: number; url?: string; incognito?: boolean }
  frameId?: number
}

export const EXTENSION = { id: 'lanyard', url: 'chrome-extension://lanyard/' } as const

/** `URL` as in browsers, where an extension's page has an origin; Node's gives only web schemes one. */
export class BrowserURL extends URL {
  override get origin(): string {
    return /^(chrome|moz)-extension:$/.test(this.protocol) ? `${this.protocol}//${this.host}` : super.origin
  }
}

export const pageSender = (origin: string, tabId = 1): Sender => ({
  ...{ id: EXTENSION.id, url: `${origin}/path`, origin, frameId: 0 },
  tab: { id: tabId, url: `${origin}/path` },
})

export const panelSender = (tabId?: number): Sender => ({
  ...{ id: EXTENSION.id, url: `${EXTENSION.url}src/panel/index.html`, origin: EXTENSION.url.slice(0, -1) },
  ...(tabId !== undefined && { tab: { id: tabId }, frameId: 0 }),
})
