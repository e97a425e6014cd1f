import type { ErrorCode } from '../protocol/error'

/** Why a call goes no further than page or bridge, in the words that the page gets. */
export interface Refusal {
  code: ErrorCode
  message: string
}

// One constant each, so that provider and bridge carry only what they say.
export const UNSAYABLE: Refusal = { code: 'invalid-call', message: 'The arguments must be JSON.' }
export const RELOAD: Refusal = { code: 'reload-page', message: 'Lanyard was updated. Reload this page.' }
export const TOO_LARGE: Refusal = { code: 'too-large', message: 'Too large for a phone.' }
export const TOO_MANY: Refusal = { code: 'too-many', message: 'Too many calls at once.' }
