/**
 * Contract page ⇄ bridge, over one MessagePort. Only texts cross: the provider writes the arguments as JSON, so that a
 * getter or a cycle fails in the page that made it, and nothing but two strings reaches the bridge.
 */
export interface PageCall {
  /** A NIP-07 method name such as `nip44.encrypt`; not yet checked. */
  method: string
  /** JSON text of the argument array. */
  params: string
}

/** The calls of one moment, by numbers that are unique in their frame: what a site asks at once crosses at once. */
export type PageCalls = Readonly<Record<string, PageCall>>

/** What the bridge tells its page: the answer to a call, or the name of an event for those who listen to it. */
export type PageMessage = PageAnswer | PageEvent

/** The bridge's answer to call `n`. */
export interface PageAnswer {
  n: string
  outcome: PageOutcome
}

/**
 * Names of the events of `nostr.on`; they carry nothing more. `accountChanged`: another account answers this site from
 * now on (or none, or one for the first time); sites ask `getPublicKey` again.
 */
export type PageEvent = 'accountChanged'

/** Errors cross as `{code, message}`, never with a stack. */
export type PageOutcome = { ok: true; value: unknown } | { ok: false; error: { code: string; message: string } }
