import { fail, type Outcome, succeed } from './error'

/** A signer by the name of its service, as a person types it: `nsec.app`, or `bob@bunker.example` (NIP-05). */
export interface SignerAddress {
  /** `_`: the service itself. */
  name: string
  /** In ASCII, with its port where it has one. */
  domain: string
}

const ADDRESS = /^(?:https:\/\/|(?<name>[\w.-]{1,64})@)?(?<host>[^\s/?#@\\]+\.[^\s/?#@\\]+)\/?$/i

/**
 * @returns null where the text is no address; `domain-plain` for one without encryption
 */
export function parseSignerAddress(text: string): Outcome<SignerAddress> | null {
  const trimmed = text.slice(0, 301).trim()
  const isPlain = /^http:\/\//i.test(trimmed)
  const { name = '_', host = '' } = ADDRESS.exec(trimmed.replace(/^http:/i, 'https:'))?.groups ?? {}
  const url = `https://${host}`
  if (trimmed.length > 300 || host === '' || !URL.canParse(url)) return null
  // a percent, a letter of another width: what is asked is shown as it is asked
  const { host: domain, hostname } = new URL(url)
  if (!/^[a-z\d.-]+\.[a-z\d-]+$/.test(hostname)) return null
  return isPlain ? fail('domain-plain') : succeed({ name: name.toLowerCase(), domain })
}
