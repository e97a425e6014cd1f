import type { Response } from '../protocol/nip46'
import type { Auth } from './line'

/** The page of an `auth_url` response (in its `error` field, NIP-46): https without a login in it; else null. */
export function readAuth({ error }: Response, foreign: boolean): Auth | null {
  if (error.length > 2000 || !URL.canParse(error)) return null
  const { protocol, hostname, username, password, href } = new URL(error)
  const sane = protocol === 'https:' && hostname !== '' && username === '' && password === ''
  return sane ? { url: href, foreign } : null
}
