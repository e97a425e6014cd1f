/**
 * Contract page ⇄ bridge, over one MessagePort. Only texts cross: the provider writes the arguments as JSON, so that a
 * getter or a cycle fails in the page that made it, and nothing but two strings reaches the bridge.
 */
export interface PageCall {
  /** Chosen by the provider, unique in its frame. */
  n: number
  /** A NIP-07 method name such as `nip44.encrypt`; not yet checked. */
  method: string
  /** JSON text of the argument array. */
  params: string
}

/** The bridge's answer to call `n`. */
export interface PageAnswer {
  n: number
  outcome: PageOutcome
}

/** Errors cross as `{code, message}`, never with a stack. */
export type PageOutcome = { ok: true; value: unknown } | { ok: false; error: { code: string; message: string } }
