import { fail, type Outcome, succeed } from '../protocol/error'
import type { SignerAddress } from '../protocol/signer-address'
import { type FoundSigner, readSignerAnswer, wellKnown } from '../protocol/signer-domain'
import { readUpTo } from './body'

/** ms for the whole of it. */
const PATIENCE = 8_000
const MAX_BYTES = 64_000

/**
 * Ask a domain for its `nostr.json`, once, on a person's press of a button only. Neither cookies nor a referrer go along,
 * and a redirect is not followed (NIP-05 forbids them).
 * @returns its text; `domain-unreached`, `domain-silent`, `domain-signerless` (there is none) or `domain-nonsense`
 */
export async function readWellKnown(address: SignerAddress): Promise<Outcome<string>> {
  try {
    const response = await fetch(wellKnown(address), {
      ...{ credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', redirect: 'error' },
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (response.status === 404 || response.status === 410) return fail('domain-signerless')
    const bytes = response.ok ? await readUpTo(response, MAX_BYTES) : null
    return bytes ? succeed(new TextDecoder().decode(bytes)) : fail('domain-nonsense')
  } catch (error) {
    return fail(Object(error).name === 'TimeoutError' ? 'domain-silent' : 'domain-unreached')
  }
}

/** The signer that an address leads to. */
export async function lookUpSigner(address: SignerAddress): Promise<Outcome<FoundSigner>> {
  const said = await readWellKnown(address)
  return said.ok ? readSignerAnswer(said.value, address) : said
}
