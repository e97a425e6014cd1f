/**
 * Every way a call, a pairing or a command can fail, by a stable code. A code names a sentence of `_locales`
 * (`error_<code>` with `_` for `-`), so that no room below the edges holds text a person reads.
 */
export const ERROR_CODES = [
  // the page's doing
  'invalid-call', // wrong types, cyclic or throwing values, an unknown method
  'too-large', // more than a NIP-46 envelope can carry (see limits.ts)
  'too-many', // more calls at once than one site may have open
  'site-off', // the person switched Lanyard off for this site
  'opaque-origin', // a sandboxed or data: frame has no origin to decide about
  // the person's doing
  'not-paired', // no phone is paired
  'wrong-account', // the template names a pubkey that is not paired here
  'denied', // refused in Lanyard
  'cancelled', // cancelled in Lanyard
  'lapsed', // the page went away while its call waited
  'logged-out', // the session ended while the call waited
  // the line's doing
  'no-relay', // no relay could be reached
  'relay-auth', // a relay wants AUTH and did not take ours
  'relay-rate', // a relay takes no more for now
  'relay-restricted', // a relay is not for everyone, or blocks us
  'relay-work', // a relay wants proof of work
  'relay-refused', // a relay refused for another reason
  'clock-off', // relays refuse our timestamps: the computer's clock is wrong
  'expired', // a relay took the request, the signer never answered
  'signer-refused', // the signer answered with an error
  'bad-answer', // the signer answered something other than what was asked
  'unsupported', // the signer does not know the method
  'session-ended', // the signer no longer knows this client
  'locked', // Lanyard was locked, and not unlocked in time
  // Lanyard's own
  'reload-page', // the extension was updated under an open page
  'storage', // the browser would not store what must be kept
  'internal',
  'wrong-passphrase', // it opens nothing that is sealed
  'bad-backup', // a file that is none of ours, or damaged
  // connection tokens
  'token-empty',
  'token-unknown', // not bunker://
  'token-nostrconnect', // a nostrconnect:// token is for the phone, not for us
  'token-secret-key', // an nsec: never to be pasted anywhere
  'token-pubkey', // no well-formed remote-signer-pubkey
  'token-relay', // no usable relay
  'relay-url', // a relay address that is not ws(s)://
  'relay-plain', // ws:// to a public host
  'relay-count', // none, or more than four
  // addresses of signers
  'domain-plain', // http://
  'domain-unreached', // no such domain, no network, or it sends us elsewhere
  'domain-silent', // no answer in time
  'domain-signerless', // no signer is announced there
  'domain-nonsense', // its answer cannot be read, or leads to another domain
  // pairing
  'pairing-silent', // nobody answered the token in time
  'pairing-refused', // the signer refused `connect`
  'pairing-spent', // the token's secret was used before
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/**
 * What went wrong. `detail` is the other side's own words (a signer's error, a relay's refusal), never a stack and
 * never a secret; it is shown as a quotation.
 */
export interface Failure {
  code: ErrorCode
  detail?: string
}

/** How something ended: a value (an empty string is one), or a failure. */
export type Outcome<T = unknown> = { ok: true; value: T } | { ok: false; error: Failure }

export const succeed = <T>(value: T): Outcome<T> => ({ ok: true, value })

/** `detail` is cut to 300 characters: it comes from others and is shown to a person. */
export function fail(code: ErrorCode, detail?: string): { ok: false; error: Failure } {
  return { ok: false, error: detail ? { code, detail: detail.slice(0, 300) } : { code } }
}
